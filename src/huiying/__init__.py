"""回应 huiying: hear what people say, solve the problem, answer in public."""

__version__ = "0.1.0"
