"""The factory for old Pythons, and modules that may be missing."""

import sys

if sys.version_info >= (3, 8):
    from shop.pricing.factory import PriceFactory
else:

    class PriceFactory:
        """The one before 3.8."""


try:
    from shop.pricing.native import price
except ImportError:
    price = None

StandardPriceFactory = PriceFactory
