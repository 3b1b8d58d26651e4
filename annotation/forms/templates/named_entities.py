"""Mark named entities, with the classes of WNUT-17 (Derczynski et al. 2017, W17-4418)."""

from annotation.forms.form import parse_form
from annotation.forms.templates.template import Template

GUIDELINES = """\
# Mark the names

Mark every **name** of something particular, and say of what. A name picks out one thing: *Lisbon*, not *the city*;
*Toyota Corolla*, not *my car*.

## The classes

| class | what | examples | not |
|---|---|---|---|
| **Person** | people, real or invented; named animals | *Ada Lovelace*, *Sherlock Holmes*, *@ada* | *my aunt* |
| **Location** | places, buildings, roads, planets | *Lisbon*, *Heathrow*, *Main St* | *the beach* |
| **Corporation** | companies and brands as actors | *Apple raised prices*, *BBC* | *an apple* |
| **Product** | things that are made or sold under a name | *iPhone 6*, *Nutella*, *Python 3* | *phone* |
| **Creative work** | films, books, songs, games, series, by title | *Dune*, *Bohemian Rhapsody* | *that film* |
| **Group** | teams, bands, parties, movements | *Arsenal*, *Coldplay*, *the Greens* | *students* |

## Where a name begins and ends

1. Mark the **whole name**: *New York Times*, not *New York* inside it. One name, one mark; marks don't overlap.
2. Titles and roles stay out: *President **Lincoln***. They stay in where they are the name: ***Doctor Who*** (series).
3. Articles stay out unless they belong to the name: *the **Alps***, ***The Hague***.
4. Possessive endings and punctuation stay out: ***Anna**'s*. Hash and at signs stay in: ***#Arsenal***, ***@nasa***.
5. A name inside a web address is not marked.

## What does it mean here?

The **context** decides. *Washington* won the match (group), *Washington* said no (location, as the seat of a
government), *Washington* crossed the river (person). "I ate at *McDonald's*" is a location, "*McDonald's* hired
thousands" a corporation. If two readings remain, take the one that the sentence needs.

Spelling doesn't matter: *nyc*, *Beyonce* and *iphone* are names. In a text written wholly in capitals, judge the
meaning.

If there is no name, submit without marks. Skip texts in a language that you don't read well.
"""

FORM = parse_form(
    {
        "version": 1,
        "shows": ["text", "context"],
        "questions": [
            {
                "name": "entities",
                "kind": "spans",
                "title": "Mark every name",
                "help": "Select words, then press the key of the class. No name at all is an answer.",
                "scope": "text",
                "overlap": False,
                "snap": "word",
                "options": [
                    {"value": "person", "title": "Person", "key": "1", "colour": "blue"},
                    {"value": "location", "title": "Location", "key": "2", "colour": "green"},
                    {"value": "corporation", "title": "Corporation", "key": "3", "colour": "orange"},
                    {"value": "product", "title": "Product", "key": "4", "colour": "grape"},
                    {"value": "creative-work", "title": "Creative work", "key": "5", "colour": "pink"},
                    {"value": "group", "title": "Group", "key": "6", "colour": "teal"},
                ],
            },
            {
                "name": "problem",
                "kind": "choice",
                "title": "Is anything wrong with the text?",
                "required": False,
                "multiple": True,
                "options": [
                    {"value": "language", "title": "Another language", "key": "l"},
                    {"value": "broken", "title": "Cut off or garbled", "key": "b"},
                    {"value": "private", "title": "Private data", "key": "p", "colour": "orange"},
                ],
            },
        ],
    }
)

TEMPLATE = Template(
    name="named-entities",
    title="Mark named entities",
    description="People, places, companies, products, works and groups in a text. For entity recognition; replace the "
    "classes by your own.",
    guidelines=GUIDELINES,
    form=FORM,
    example={
        "text": "Just landed at Heathrow ✈️ @ada is picking me up, then Dune at the BFI IMAX. Nokia said my 3310 would "
        "survive the trip lol"
    },
)
