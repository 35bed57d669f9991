"""The words in which nights are told."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
