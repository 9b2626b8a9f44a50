"""Addresses of the desk. A client stands in them by opaque key, never by number or name."""

from django.urls import path

from capac.web.desk import books, card, file, home, items, keys, queue, register, rejects, run_acts, runs, search

app_name = "desk"
urlpatterns = [
    path("", home.page, name="home"),
    path("queue/", queue.page, name="queue"),
    path("items/<int:item_id>/", queue.item, name="item"),
    path("items/<int:item_id>/take/", items.take, name="take"),
    path("items/<int:item_id>/give-back/", items.give_back, name="give_back"),
    path("items/<int:item_id>/do/", items.do, name="do"),
    path("items/<int:item_id>/undo/", items.undo, name="undo"),
    path("rejects/", rejects.page, name="rejects"),
    path("search/", search.page, name="search"),
    path("files/<uuid:key>/", file.page, name="file"),
    path("files/<uuid:key>/months/<slug:scheme>/<str:month>/", file.month, name="month"),
    path("files/<uuid:key>/card/", card.page, name="card"),
    path("runs/", runs.page, name="runs"),
    path("runs/prepare/", run_acts.prepare, name="run_prepare"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/payments/<slug:kind>/", runs.cases, name="run_cases"),
    path("runs/<int:run_id>/release/", run_acts.release, name="run_release"),
    path("runs/<int:run_id>/drop/", run_acts.drop, name="run_drop"),
    path("books/", books.page, name="books"),
    path("books/balance.csv", books.page_csv, name="books_csv"),
    path("books/<str:account>/<slug:scheme>/<str:month>/", books.account, name="account"),
    path("books/<str:account>/<slug:scheme>/<str:month>/lines.csv", books.account_csv, name="account_csv"),
    path("books/entries/<int:entry_id>/", books.entry, name="entry"),
    path("register/", register.page, name="register"),
    path("register/check/", register.check, name="register_check"),
    path("keys/", keys.page, name="keys"),
    path("keys/switch/", keys.switch, name="keys_switch"),
]
