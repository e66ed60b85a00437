"""What runs when no engine is free."""

import logging

logger = logging.getLogger(__name__)


def fall_back(customer: str) -> str:
    logger.warning("\u26a0 Using legacy engine for %s", customer)
    return customer
