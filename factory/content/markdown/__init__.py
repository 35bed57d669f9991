"""The Markdown dialect (DESIGN §5): `render` turns an author's text into a safe, French Body."""

from factory.content.markdown.render import Rendered, render

__all__ = ["Rendered", "render"]
