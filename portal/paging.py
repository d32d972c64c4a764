"""Pages of a list: of the API with a cap on their size, and of what people read."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """`?page=2&page_size=50`, at most 200 a page."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """As DRF's, in OpenAPI 3.1's words: of the first and the last page one address is null."""
        found: dict[str, Any] = super().get_paginated_response_schema(schema)
        for name in ("next", "previous"):
            del found["properties"][name]["nullable"]
            found["properties"][name]["type"] = ["string", "null"]
        return found

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """As DRF's, with the cap."""
        found: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for one in found:
            one["schema"]["minimum"] = 1
            if one["name"] == self.page_size_query_param:
                one["schema"] |= {"maximum": self.max_page_size, "default": self.page_size}
        return found


def page_of(
    request: Any, rows: Any, size: int, *, name: str = "page", total: int | None = None
) -> Page[Any]:
    """The page of `rows` (a QuerySet in an order, or a list) that `?<name>=` asks for.

    A number past the end gives the last page, what is no number the first. components/pages.html
    draws the way to the others and keeps what else stands in the address. total: how many rows
    there are, where the caller has counted them already.
    """
    pages = Paginator(rows, size)
    if total is not None:
        pages.count = total
    return pages.get_page(request.GET.get(name))
