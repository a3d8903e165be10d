"""Cases of the attack corpus: where the certificate is said to be."""

from __future__ import annotations

from tests.alexa.verifying.sent import URL, Case

FORM, FOLDER, PART = "certificate URL: not in the form", "certificate URL: not in Alexa's", "certificate URL: an empty"
ESCAPES, LONG = "certificate URL: escapes", "certificate URL: too long"
HOST = "https://s3.amazonaws.com"
NAME = "echo-api-cert-12.pem"


def right(name: str, url: str) -> Case:
    return Case(f"URL: {name}", url=url)


def wrong(name: str, url: str, because: str = FORM) -> Case:
    return Case(f"URL: {name}", because, url=url, fetched=None)


ADDRESSES = (
    right("host in upper case", f"HTTPS://S3.AMAZONAWS.COM/echo.api/{NAME}"),
    right("port 443", f"{HOST}:443/echo.api/{NAME}"),
    right("out of the folder and in again, as in Amazon's page", f"{HOST}/echo.api/../echo.api/{NAME}"),
    right("into the folder from another", f"{HOST}/other/../echo.api/{NAME}"),
    right("escaped dots that stay", f"{HOST}/echo.api/%2e/{NAME}"),
    right("an escaped dot in the folder's name", f"{HOST}/echo%2Eapi/{NAME}"),
    right("above the root", f"{HOST}/../echo.api/{NAME}"),
    wrong("http", f"http://s3.amazonaws.com/echo.api/{NAME}"),
    wrong("ftp", f"ftp://s3.amazonaws.com/echo.api/{NAME}"),
    wrong("file", f"file:///echo.api/{NAME}"),
    wrong("no scheme", f"s3.amazonaws.com/echo.api/{NAME}"),
    wrong("two slashes in place of a scheme", f"//s3.amazonaws.com/echo.api/{NAME}"),
    wrong("one slash after the scheme", f"https:/s3.amazonaws.com/echo.api/{NAME}"),
    wrong("empty", ""),
    wrong("another host", f"https://notamazon.com/echo.api/{NAME}"),
    wrong("the host as a beginning", f"https://s3.amazonaws.com.evil.example/echo.api/{NAME}"),
    wrong("the host as an end", f"https://evil-s3.amazonaws.com/echo.api/{NAME}"),
    wrong("another region's host", f"https://s3.eu-west-1.amazonaws.com/echo.api/{NAME}"),
    wrong("another bucket's own host", f"https://echo.api.s3.amazonaws.com/echo.api/{NAME}"),
    wrong("a dot after the host", f"https://s3.amazonaws.com./echo.api/{NAME}"),
    wrong("any letter for the host's dot", f"https://s3xamazonaws.com/echo.api/{NAME}"),
    wrong("an old letter s in the host", f"https://\u017f3.amazonaws.com/echo.api/{NAME}"),
    wrong("a wide full stop in the host", f"https://s3\uff0eamazonaws.com/echo.api/{NAME}"),
    wrong("another port", f"{HOST}:563/echo.api/{NAME}"),
    wrong("a port without digits", f"{HOST}:/echo.api/{NAME}"),
    wrong("a port with a zero before", f"{HOST}:0443/echo.api/{NAME}"),
    wrong("a port that is none", f"{HOST}:443x/echo.api/{NAME}"),
    wrong("user info", f"https://someone@s3.amazonaws.com/echo.api/{NAME}"),
    wrong("the host as user info", f"https://s3.amazonaws.com@evil.example/echo.api/{NAME}"),
    wrong("the host as user info with a password", f"https://s3.amazonaws.com:443@evil.example/echo.api/{NAME}"),
    wrong("another path", f"{HOST}/invalid.path/{NAME}", FOLDER),
    wrong("the folder in another case", f"{HOST}/EcHo.aPi/{NAME}", FOLDER),
    wrong("the folder as a beginning", f"{HOST}/echo.api.evil/{NAME}", FOLDER),
    wrong("the folder inside another", f"{HOST}/evil/echo.api/{NAME}", FOLDER),
    wrong("out of the folder", f"{HOST}/echo.api/../evil/{NAME}", FOLDER),
    wrong("out of the folder by escaped dots", f"{HOST}/echo.api/%2e%2e/evil/{NAME}", FOLDER),
    wrong("out of the folder by half escaped dots", f"{HOST}/echo.api/.%2E/evil/{NAME}", FOLDER),
    wrong("out of the folder by an escaped slash", f"{HOST}/echo.api/..%2fevil/{NAME}", ESCAPES),
    wrong("out of the folder by dots escaped twice", f"{HOST}/echo.api/%252e%252e/evil/{NAME}", ESCAPES),
    wrong("out of the folder by a backslash", f"{HOST}/echo.api\\..\\evil\\{NAME}"),
    wrong("a backslash within the folder", f"{HOST}/echo.api\\{NAME}"),
    wrong("backslashes after the scheme", f"https:\\\\s3.amazonaws.com\\echo.api\\{NAME}"),
    wrong("an escaped zero byte", f"{HOST}/echo.api/{NAME}%00.evil", ESCAPES),
    wrong("two slashes before the folder", f"{HOST}//echo.api/{NAME}", FOLDER),
    wrong("two slashes in the folder", f"{HOST}/echo.api//{NAME}", PART),
    wrong("the folder itself", f"{HOST}/echo.api/", PART),
    wrong("the folder without a slash", f"{HOST}/echo.api", FOLDER),
    wrong("the folder itself by dots", f"{HOST}/echo.api/x/..", PART),
    wrong("no path", HOST),
    wrong("a path of dots", f"{HOST}/..", FOLDER),
    wrong("a query", f"{URL}?versionId=1"),
    wrong("an empty query", f"{URL}?"),
    wrong("a query that holds the folder", f"{HOST}/evil?/echo.api/{NAME}"),
    wrong("a fragment", f"{URL}#top"),
    wrong("a fragment before the folder", f"{HOST}#/echo.api/{NAME}"),
    wrong("parameters", f"{HOST}/echo.api;v=1/{NAME}"),
    wrong("white space before", f" {URL}"),
    wrong("a line after", f"{URL}\n"),
    wrong("a tab in the host", f"https://s3.ama\tzonaws.com/echo.api/{NAME}"),
    wrong("a second header in it", f"{URL}\r\nHost: evil.example"),
    wrong("a letter beyond ASCII in the path", f"{HOST}/echo.api/\u00e9.pem"),
    wrong("very long", f"{HOST}/echo.api/{'a' * 2_000}.pem", LONG),
    wrong("two of them", f"{URL},{URL}"),
)
