"""`python -m config.healthy`: whether the web server of this container answers /healthz, as an exit status."""

import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from config import env


def main(port: int) -> int:
    """0 when every part is up. Asks under the public name, which is the one that is surely allowed."""
    public = urlsplit(env.http_address("PUBLIC_URL", f"http://127.0.0.1:{port}"))
    with closing(HTTPConnection("127.0.0.1", port, timeout=4)) as connection:
        try:
            connection.request("GET", "/healthz", headers={"Host": public.netloc})
            answer = connection.getresponse()
            print(answer.read(2000).decode(errors="replace"))
        except (OSError, HTTPException) as error:
            print(error)
            return 1
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(8000))
