"""The diagnosis of a catalogue: what a check found, as figures and plots on one static page."""

from __future__ import annotations

from listgen.review.diagnosis.measure import diagnose
from listgen.review.diagnosis.page import render_diagnosis
from listgen.review.diagnosis.records import Diagnosis, PictureSubject, Subject

__all__ = ["Diagnosis", "PictureSubject", "Subject", "diagnose", "render_diagnosis"]
