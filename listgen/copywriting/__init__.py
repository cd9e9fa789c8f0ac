"""Titles, bullets, descriptions, search terms and alt texts: composer, prompts, repair, score."""
