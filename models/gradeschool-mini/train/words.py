"""The vocabulary every template draws from.

One shared vocabulary, rather than one per template, is what lets a small model
carry what it learns about a word from one story to the next.
"""

from __future__ import annotations

BOYS = (
    "Tom Ben Sam Max Leo Jack Luke Adam Omar Ravi Noah Liam Eric Paul Mark John "
    "James Peter David Kevin Carlos Hugo Ivan Felix Oscar Jose Ali Ken Dan Tim"
).split()
GIRLS = (
    "Mia Ana Eva Lily Emma Ella Zoe Ruby Nora Sara Julia Maria Laura Jenny Betty "
    "Alice Grace Clara Rosa Lucy Amy Kate Nina Olivia Sofia Hannah Tina Jane Mary Wendy"
).split()

#: (plural, singular) of things one can own, buy, lose, share and sell.
THINGS = (
    ("apples", "apple"), ("oranges", "orange"), ("pears", "pear"), ("lemons", "lemon"),
    ("marbles", "marble"), ("stickers", "sticker"), ("pencils", "pencil"), ("pens", "pen"),
    ("books", "book"), ("cards", "card"), ("coins", "coin"), ("shells", "shell"),
    ("stamps", "stamp"), ("beads", "bead"), ("buttons", "button"), ("balloons", "balloon"),
    ("cookies", "cookie"), ("muffins", "muffin"), ("cupcakes", "cupcake"), ("candies", "candy"),
    ("eggs", "egg"), ("flowers", "flower"), ("roses", "rose"), ("toys", "toy"),
    ("toy cars", "toy car"), ("blocks", "block"), ("crayons", "crayon"), ("notebooks", "notebook"),
    ("erasers", "eraser"), ("bottles", "bottle"), ("cups", "cup"), ("plates", "plate"),
    ("shirts", "shirt"), ("hats", "hat"), ("candles", "candle"), ("tickets", "ticket"),
    ("peaches", "peach"), ("bananas", "banana"), ("tomatoes", "tomato"), ("potatoes", "potato"),
)
#: Things that are baked, cooked or eaten.
FOODS = (
    ("cookies", "cookie"), ("muffins", "muffin"), ("cupcakes", "cupcake"), ("pies", "pie"),
    ("cakes", "cake"), ("pancakes", "pancake"), ("sandwiches", "sandwich"), ("pizzas", "pizza"),
)
INGREDIENTS = ("flour", "sugar", "milk", "butter", "rice", "water")
BOXES = (
    ("boxes", "box"), ("bags", "bag"), ("baskets", "basket"), ("jars", "jar"),
    ("packs", "pack"), ("crates", "crate"), ("trays", "tray"),
)
ANIMALS = (
    ("dogs", "dog"), ("cats", "cat"), ("hens", "hen"), ("cows", "cow"), ("sheep", "sheep"),
    ("goats", "goat"), ("horses", "horse"), ("ducks", "duck"), ("rabbits", "rabbit"),
)
COLORS = ("red", "blue", "green", "yellow", "white", "black")
SHOPS = ("store", "bakery", "farm", "school", "market", "library", "factory")
VEHICLES = ("car", "train", "bus", "truck", "bike")
PRIZES = ("bike", "game", "phone", "guitar", "tent", "camera", "watch", "desk")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RELATIVES = ("brother", "sister", "cousin", "friend")
JOBS = (
    ("paints", "walls"), ("washes", "cars"), ("types", "pages"), ("plants", "trees"),
    ("packs", "boxes"), ("makes", "toys"), ("sews", "shirts"), ("bakes", "pies"), ("fixes", "bikes"),
)
