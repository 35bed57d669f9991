"""`lecture`: the words in which one file is read."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
