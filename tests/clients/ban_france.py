"""An unmodified client of the national address service, asked of this program by its base address alone."""

import csv
import io
import json
import sys
import urllib.error
import urllib.request

from geopy.geocoders import BANFrance

base = sys.argv[1].removeprefix("http://") + "/api/v1/geocode"
client = BANFrance(domain=base, scheme="http", timeout=20)


def holds(what, is_so):
    if not is_so:
        sys.exit(f"✘ {what}")
    print(f"✔ {what}")


found = client.geocode("7 rue des abeilles imaginaires 57000 metz")
holds("an address is found", found.address == "7 Rue des Abeilles Imaginaires 57000 Metz")
holds("with its point", abs(found.latitude - 49.10535) < 1e-6 and abs(found.longitude - 6.20075) < 1e-6)
properties = found.raw["properties"]
holds("and its codes", (properties["citycode"], properties["postcode"], properties["type"]) == ("57463", "57000", "housenumber"))
several = client.geocode("rue des lilas imaginaires", exactly_one=False, limit=2)
holds("several may be meant", {place.raw["properties"]["city"] for place in several} == {"Metz", "Woippy"})
holds("a word under typing is completed", client.geocode("2 rue du mie").address == "2 Rue du Miel Imaginaire 57000 Metz")
holds("what is nowhere is not found", client.geocode("zzyzx qwvk") is None)
near = client.reverse((49.10535, 6.20075))
holds("a point finds its address back", near.address == found.address and near.raw["properties"]["distance"] == 0)
holds("far from anywhere there is none", client.reverse((0, 0)) is None)

rows = "nom;adresse;ville\nA;3 av de la reine imaginaire;Metz\nB;;\n"
parts = [("columns", "adresse"), ("columns", "ville")]
body = "".join(f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts)
body += f'--b\r\nContent-Disposition: form-data; name="data"; filename="a.csv"\r\n\r\n{rows}\r\n--b--\r\n'
request = urllib.request.Request(
    f"http://{base}/search/csv", body.encode(), {"Content-Type": "multipart/form-data; boundary=b"}
)
table = list(csv.DictReader(io.StringIO(urllib.request.urlopen(request).read().decode()), delimiter=";"))
holds("a table comes back with its answers", table[0]["result_label"] == "3 Avenue de la Reine Imaginaire 57000 Metz")
holds("and what is not found is said", (table[1]["nom"], table[1]["result_status"]) == ("B", "not-found"))

try:
    urllib.request.urlopen(f"http://{base}/search")
    sys.exit("✘ a question without words is refused")
except urllib.error.HTTPError as refusal:
    holds("a question without words is refused", refusal.code == 400 and json.load(refusal)["title"] == "Missing parameter")
