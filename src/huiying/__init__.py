"""回应 huiying: hear what people say, solve the problem, answer in public."""

import os

__version__ = "0.1.0"

# Our vectors are short: threads of the linear algebra would only wait for one another and take
# the processor from the rest. It has to be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
