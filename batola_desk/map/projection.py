"""Web Mercator in numpy: world fractions, world pixels, tiles and the camera that looks at them.

A *world fraction* is a point of the square map, x to the east and y to the south, both 0..1. World
pixels are fractions times ``TILE_SIZE_PX * 2**zoom``; zoom may be fractional.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from batola_desk.map.coordinates import LatLon

TILE_SIZE_PX = 256
EARTH_RADIUS_M = 6_378_137.0
EARTH_CIRCUMFERENCE_M = 2 * math.pi * EARTH_RADIUS_M
LAT_ABS_MAX = 85.0511  # the square of Web Mercator ends here
ZOOM_MIN = 7.0
ZOOM_MAX = 18.0


def project(lat: ArrayLike, lon: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """World fractions (x, y) of positions.

    Shape: as broadcast from the inputs.  Units: degrees in, 0..1 out.
    """
    lat_rad = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -LAT_ABS_MAX, LAT_ABS_MAX))
    x = np.asarray(lon, dtype=np.float64) / 360.0 + 0.5
    y = 0.5 - np.arcsinh(np.tan(lat_rad)) / (2 * math.pi)
    return x, y


def unproject(x: float, y: float) -> LatLon:
    """The position of one world fraction."""
    return LatLon(math.degrees(math.atan(math.sinh((0.5 - y) * 2 * math.pi))), (x - 0.5) * 360.0)


def world_size_px(zoom: float) -> float:
    """Width and height of the whole world at this zoom."""
    return float(TILE_SIZE_PX * 2.0**zoom)


def metres_per_pixel(lat: float, zoom: float) -> float:
    """Ground metres under one screen pixel at this latitude."""
    return EARTH_CIRCUMFERENCE_M * math.cos(math.radians(lat)) / world_size_px(zoom)


def distance_m(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance (haversine, spherical earth: below 0.6 % wrong)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, math.radians(lon_b - lon_a) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of the tile pyramid."""

    zoom: int
    x: int
    y: int

    @property
    def parent(self) -> Tile:
        return Tile(self.zoom - 1, self.x >> 1, self.y >> 1)

    @property
    def children(self) -> tuple[Tile, Tile, Tile, Tile]:
        x, y, zoom = self.x * 2, self.y * 2, self.zoom + 1
        return Tile(zoom, x, y), Tile(zoom, x + 1, y), Tile(zoom, x, y + 1), Tile(zoom, x + 1, y + 1)


@dataclass(frozen=True, slots=True)
class Camera:
    """What the window looks at: a centre in world fractions, a zoom, a size in logical pixels."""

    x: float
    y: float
    zoom: float
    width_px: int
    height_px: int

    @classmethod
    def at(cls, lat: float, lon: float, zoom: float, width_px: int, height_px: int) -> Camera:
        x, y = project(lat, lon)
        return cls(float(x), float(y), _clamp_zoom(zoom), width_px, height_px)

    @classmethod
    def fitting(  # noqa: PLR0913 - two corners, a size and a margin are what a fit is
        cls, south: float, west: float, north: float, east: float, width_px: int, height_px: int, *,
        margin_px: int = 24, zoom_step: float = 0.25,
    ) -> Camera:  # fmt: skip
        """The nearest camera that shows the whole rectangle; zoom falls on a step so tiles stay sharp."""
        (left, right), (bottom, top) = project([south, north], [west, east])
        across = max(float(right - left), 1e-9)
        down = max(float(bottom - top), 1e-9)
        wide = max(width_px - 2 * margin_px, 32) / (across * TILE_SIZE_PX)
        high = max(height_px - 2 * margin_px, 32) / (down * TILE_SIZE_PX)
        zoom = math.floor(math.log2(min(wide, high)) / zoom_step) * zoom_step
        centre_x, centre_y = float(left + right) / 2, float(top + bottom) / 2
        return cls(centre_x, centre_y, _clamp_zoom(zoom), width_px, height_px)

    @property
    def centre(self) -> LatLon:
        return unproject(self.x, self.y)

    @property
    def scale_px(self) -> float:
        """Pixels per world fraction."""
        return world_size_px(self.zoom)

    @property
    def left_top_px(self) -> tuple[float, float]:
        """World pixels of the window's upper left corner."""
        return self.x * self.scale_px - self.width_px / 2, self.y * self.scale_px - self.height_px / 2

    def to_screen(
        self, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Window pixels of world fractions. Shape: (n,) each."""
        left, top = self.left_top_px
        return x * self.scale_px - left, y * self.scale_px - top

    def point_on_screen(self, lat: float, lon: float) -> tuple[float, float]:
        x, y = project(lat, lon)
        left, top = self.left_top_px
        return float(x) * self.scale_px - left, float(y) * self.scale_px - top

    def position_at(self, screen_x: float, screen_y: float) -> LatLon:
        left, top = self.left_top_px
        return unproject((left + screen_x) / self.scale_px, (top + screen_y) / self.scale_px)

    def metres_per_pixel(self) -> float:
        return metres_per_pixel(self.centre.lat, self.zoom)

    def panned(self, dx_px: float, dy_px: float) -> Camera:
        """The view moved by window pixels: positive goes east and south."""
        return replace(
            self, x=_clamp01(self.x + dx_px / self.scale_px), y=_clamp01(self.y + dy_px / self.scale_px)
        )

    def zoomed(self, zoom: float, about_x: float, about_y: float) -> Camera:
        """Another zoom with the place under (about_x, about_y) kept where it is."""
        zoom = _clamp_zoom(zoom)
        left, top = self.left_top_px
        fixed_x, fixed_y = (left + about_x) / self.scale_px, (top + about_y) / self.scale_px
        size = world_size_px(zoom)
        x = fixed_x - (about_x - self.width_px / 2) / size
        y = fixed_y - (about_y - self.height_px / 2) / size
        return replace(self, x=_clamp01(x), y=_clamp01(y), zoom=zoom)

    def resized(self, width_px: int, height_px: int) -> Camera:
        return replace(self, width_px=width_px, height_px=height_px)

    def tiles(self) -> list[Tile]:
        """Tiles that touch the window at the nearest whole zoom, those near the centre first."""
        zoom = round(self.zoom)
        size = TILE_SIZE_PX * 2.0 ** (self.zoom - zoom)
        left, top = self.left_top_px
        last = 2**zoom - 1
        columns = range(
            max(0, math.floor(left / size)), min(last, math.floor((left + self.width_px) / size)) + 1
        )
        rows = range(max(0, math.floor(top / size)), min(last, math.floor((top + self.height_px) / size)) + 1)
        middle_x, middle_y = self.x * 2**zoom - 0.5, self.y * 2**zoom - 0.5
        found = [Tile(zoom, x, y) for y in rows for x in columns]
        found.sort(key=lambda tile: (tile.x - middle_x) ** 2 + (tile.y - middle_y) ** 2)
        return found


def _clamp_zoom(zoom: float) -> float:
    return min(ZOOM_MAX, max(ZOOM_MIN, zoom))


def _clamp01(value: float) -> float:
    return min(1.0, max(0.0, value))
