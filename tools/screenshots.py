"""Makes docs/images/ anew: `python tools/screenshots.py`. Needs Chromium (or CHROMIUM=/path)."""

import asyncio
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.browser.pictures import make

    asyncio.run(make())
