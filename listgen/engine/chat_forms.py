"""How endpoints want to be asked, as live calls have found out: a batch learns of a refusal only when it is done."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from listgen.engine.ledger import Ledger
from listgen.providers.chat_form import ChatForm

_FORM = TypeAdapter(ChatForm)


def known_form(ledger: Ledger, who: Sequence[str]) -> ChatForm | None:
    """Return the form in which a model (`who` names address and model) answered last, None where none is known."""
    found = ledger.rows("SELECT form FROM chat_form WHERE who = ?", (json.dumps(list(who)),))
    try:
        return _FORM.validate_json(found[0][0]) if found else None
    except ValidationError:
        # Another version wrote it.
        return None


def note_form(ledger: Ledger, who: Sequence[str], form: ChatForm) -> None:
    """Write down the form in which a model answered."""
    with ledger.transaction() as db:
        db.execute(
            "INSERT OR REPLACE INTO chat_form VALUES (?, ?)", (json.dumps(list(who)), _FORM.dump_json(form).decode())
        )
