"""What was said: live capture, themes, quotes, statements."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import board, contributions, live, mine_words, quotes, running_live, statements

_SERIES = "organisations/<slug:organisation>/co-production/series/<int:series>/"
_NOTE = f"{_SERIES}words/<int:contribution>/"
_SESSION = "organisations/<slug:organisation>/co-production/workshops/<int:workshop>/"
_MINE = "mine/<str:secret>/"

urlpatterns: list[URLPattern] = [
    path("live/", live.live, name="live"),
    path("live/<str:code>/", live.live_session, name="live_session"),
    path("live/<str:code>/code.svg", live.live_code_to_scan, name="live_code_to_scan"),
    path(f"{_MINE}live/<int:workshop>/", live.mine_live, name="mine_live"),
    path(f"{_MINE}words/", mine_words.mine_words, name="mine_words"),
    path(f"{_MINE}words/<int:contribution>/", mine_words.mine_word, name="mine_word"),
    path(f"{_MINE}words/<int:contribution>/take-back/", mine_words.take_back_words, name="take_back_words"),
    path(f"{_MINE}quotes/", mine_words.mine_quotes, name="mine_quotes"),
    path(f"{_MINE}quotes/<int:quote>/", mine_words.mine_quote, name="mine_quote"),
    path(f"{_MINE}statements/", statements.mine_statements, name="mine_statements"),
    path(f"{_MINE}statements/<int:statement>/", statements.mine_statement, name="mine_group_statement"),
    path(f"{_SESSION}live/", running_live.run_live, name="run_live"),
    path(f"{_SESSION}live/notes/", running_live.live_notes, name="live_notes"),
    path(f"{_SESSION}live/open/", running_live.open_notes, name="open_notes"),
    path(f"{_SESSION}live/close/", running_live.close_notes, name="close_notes"),
    path(f"{_SESSION}live/questions/<int:prompt>/", running_live.turn_prompt, name="turn_prompt"),
    path(f"{_SESSION}live/enter/", running_live.enter_notes, name="enter_notes"),
    path(f"{_SERIES}board/", board.board, name="board"),
    path(f"{_SERIES}board/themes/add/", board.add_theme, name="add_theme"),
    path(f"{_SERIES}board/themes/<int:theme>/", board.rename_theme, name="rename_theme"),
    path(f"{_SERIES}words/enter/", running_live.enter_contributions, name="enter_contributions"),
    path(f"{_SERIES}words/again/", contributions.second_readings, name="second_readings"),
    path(_NOTE, contributions.contribution, name="contribution"),
    path(f"{_NOTE}move/", board.move_note, name="move_note"),
    path(f"{_NOTE}themes/", contributions.theme_contribution, name="theme_contribution"),
    path(f"{_NOTE}flag/", contributions.flag_contribution, name="flag_contribution"),
    path(f"{_NOTE}again/", contributions.read_contribution_again, name="read_contribution_again"),
    path(f"{_NOTE}take-back/", contributions.withdraw_contribution, name="withdraw_contribution"),
    path(f"{_NOTE}quote/", quotes.ask_to_quote, name="ask_to_quote"),
    path(f"{_SERIES}quotes/", quotes.quotes, name="quotes"),
    path(f"{_SERIES}quotes/<int:quote>/", quotes.quote, name="quote"),
    path(f"{_SERIES}statements/", statements.statements, name="statements"),
    path(f"{_SERIES}statements/write/", statements.write_statement, name="write_statement"),
    path(f"{_SERIES}statements/<int:statement>/", statements.statement, name="statement"),
    path(f"{_SERIES}statements/<int:statement>/show/", statements.show_statement, name="show_statement"),
]
