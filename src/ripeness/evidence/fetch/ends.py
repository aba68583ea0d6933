"""How a download may end badly: broken off and worth another try, or refused for good."""


class BrokenOffError(Exception):
    """The connection failed or the answer broke off; `wait_s` is what the server asked to wait."""

    def __init__(self, why: str, *, wait_s: float = 0, unreachable: bool = False) -> None:
        self.why = why
        self.wait_s = wait_s
        self.unreachable = unreachable
        super().__init__(why)


class RefusedError(Exception):
    """What upstream sent, or where it pointed, may not be used; trying again would not help."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
