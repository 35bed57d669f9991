"""The pages that the law asks of a commune's site, made from what the commune says of itself."""
