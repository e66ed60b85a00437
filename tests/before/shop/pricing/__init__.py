"""Prices: a facade of what is kept."""

from shop.pricing.factory import PriceFactory, price_factory

__all__ = ["PriceFactory", "price_factory"]
