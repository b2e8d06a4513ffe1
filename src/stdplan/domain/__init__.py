"""The rules of the field as pure functions: numbers, dates, status, stages."""
