"""The front door of work."""

from capac.work.access import (
    FINISHED_DAYS,
    GRANT_SUBJECT,
    REVIEW,
    AccessError,
    Reason,
    break_glass,
    give_motive,
    may_open,
    motives_of,
)
from capac.work.check import check
from capac.work.delays import By, Delay, delays, spread
from capac.work.files import read_files, reject_messages
from capac.work.kinds import Kind, kind_of, kinds, skills, told_kinds
from capac.work.models import Item, Telling
from capac.work.offering import AT_RISK_DAYS, next_for
from capac.work.opening import (
    REJECT_SUBJECT,
    NewItem,
    close_all,
    close_for,
    give_client,
    open_item,
    open_items,
    open_rejects,
    settle_reject,
)
from capac.work.perms import hidden_kinds, may_plan_rota, may_see_delays, may_see_rota, may_take
from capac.work.queue import (
    NOT_DONE,
    WAITING,
    Filters,
    Key,
    history,
    key_of,
    lately_done,
    one,
    queue,
    waiting_for,
)
from capac.work.rejects import reopen_reject, settle_by_hand
from capac.work.rota import Cover, RotaError, experts, fill_gaps, put_on, rota, take_off
from capac.work.slipping import Slip, last_tellings, renew_slipping, tellings_for, tellings_of
from capac.work.taking import (
    IN_HAND,
    TakingError,
    colleagues,
    done,
    give_back,
    hand_over,
    last_sleep,
    snooze,
    take,
    undo,
    wake,
    wake_now,
)
from capac.work.taking_over import load
from capac.work.tallying import COUNTED, Waiting, counts
from capac.work.teams import AHEAD_DAYS, BACK_DAYS, MemberLoad, OfficeLoad, office_loads, team
from capac.work.timeline import timeline

__all__ = [
    "AHEAD_DAYS", "AT_RISK_DAYS", "BACK_DAYS", "COUNTED", "FINISHED_DAYS", "GRANT_SUBJECT", "IN_HAND",
    "NOT_DONE", "REJECT_SUBJECT", "REVIEW", "WAITING", "AccessError", "By", "Cover", "Delay", "Filters",
    "Item", "Key", "Kind", "MemberLoad", "NewItem", "OfficeLoad", "Reason", "RotaError", "Slip",
    "TakingError", "Telling", "Waiting", "break_glass", "check", "close_all", "close_for", "colleagues",
    "counts", "delays", "done", "experts", "fill_gaps", "give_back", "give_client", "give_motive",
    "hand_over", "hidden_kinds", "history", "key_of", "kind_of", "kinds", "last_sleep", "last_tellings",
    "lately_done", "load", "may_open", "may_plan_rota", "may_see_delays", "may_see_rota", "may_take",
    "motives_of", "next_for", "office_loads", "one", "open_item", "open_items", "open_rejects",
    "put_on", "queue", "read_files", "reject_messages", "renew_slipping", "reopen_reject", "rota",
    "settle_by_hand", "settle_reject", "skills", "snooze", "spread", "take", "take_off", "team",
    "tellings_for", "tellings_of", "timeline", "told_kinds", "undo", "waiting_for", "wake", "wake_now",
]  # fmt: skip
