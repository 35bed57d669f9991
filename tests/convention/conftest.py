"""Where the account is worked out by hand: a_la_main.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
