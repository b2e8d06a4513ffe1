"""The rules of the field, pure: numbers, dates, ages, stages. No input, no output."""
