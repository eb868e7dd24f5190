"""What the regulation says of prevention: levels of risk and what follows from them."""
