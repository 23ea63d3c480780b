"""What can go wrong, in two families.

`InputFault` is about what the user handed in: it names the place, the fault and the mend, in Chinese and English, and
the program ends with exit code 2. Every other exception is a fault of ours and is never caught to be shown as a verdict.
"""

from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was handed in. `place` is a file, or `file › sheet!cell`, or `file:line`."""

    place: str
    zh: str
    en: str

    def say(self, lang: str) -> str:
        return f"{self.place}: {self.zh if lang == 'zh' else self.en}"


class InputFault(Exception):
    """What was handed in cannot be used. Carries every fault found, not only the first."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.say("en") for fault in faults))

    def __reduce__(self) -> tuple[type["InputFault"], tuple[Fault, ...]]:
        """So that it comes out of another process as it went in."""
        return type(self), self.faults

    def say(self, lang: str) -> str:
        return "\n".join(fault.say(lang) for fault in self.faults)


def fault(place: str, zh: str, en: str) -> InputFault:
    """One fault as an exception ready to raise."""
    return InputFault(Fault(str(place), zh, en))
