#!/usr/bin/env python3
"""Computes a run's headline again from its Parquet tables alone: no Mettle, no package beyond a zstd module.

    python3 docs/headline.py runs/latest [--json]

It needs a Python that reads zstd: 3.14 or later does; an older one after `python3 -m pip install zstandard`; on Debian
and Ubuntu also /usr/bin/python3 after `apt-get install python3-zstandard`.

The headline is the drag of D in every arm and regime: revealed behaviour on items without power, neutral context, half of
(change where power is rewarded - change where it is punished) of the arm and its own sign-reversed twin; mean over foundations with its 95 % interval
(Student's t below 10 foundations, expanded-percentile bootstrap from 10 on; the draws differ from Mettle's, so intervals
agree to a few per cent of their width). Beside it the effect of each arm: drag of control less its own.
"""
import json
import math
import random
import statistics
import struct
import sys
from pathlib import Path


# --- Parquet: the parts of the format that Mettle writes (https://parquet.apache.org/docs/file-format/) ---

def decompress(data, size):
    zstd = zstd_module()
    if zstd.__name__ == "zstandard":
        return zstd.ZstdDecompressor().decompress(data, max_output_size=size)
    return zstd.decompress(data)


def zstd_module():
    """Python's own from 3.14 on, or the package zstandard."""
    try:
        from compression import zstd
        return zstd
    except ImportError:
        pass
    try:
        import zstandard
        return zstandard
    except ImportError:
        sys.exit(
            f"headline.py: expected a Python that reads zstd, got {sys.executable} without it. Do one of: "
            f"{sys.executable} -m pip install zstandard; run it with Python 3.14 or later; "
            "on Debian and Ubuntu apt-get install python3-zstandard and run it with /usr/bin/python3"
        )


class Compact:
    """Thrift's compact protocol, read into dicts of field number -> value."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def zigzag(self):
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def bytes(self):
        size = self.varint()
        self.at += size
        return self.data[self.at - size:self.at]

    def value(self, kind):
        if kind in (1, 2):
            return kind == 1
        if kind == 3:
            return self.byte()
        if kind in (4, 5, 6):
            return self.zigzag()
        if kind == 7:
            self.at += 8
            return struct.unpack_from("<d", self.data, self.at - 8)[0]
        if kind == 8:
            return self.bytes()
        if kind in (9, 10):
            head = self.byte()
            size = head >> 4 if head >> 4 != 15 else self.varint()
            return [self.byte() == 1 if head & 15 in (1, 2) else self.value(head & 15) for _ in range(size)]
        if kind == 12:
            return self.struct()
        raise ValueError(f"thrift: unknown type {kind}")

    def struct(self):
        fields, number = {}, 0
        while True:
            head = self.byte()
            if head == 0:
                return fields
            number = number + (head >> 4) if head >> 4 else self.zigzag()
            fields[number] = self.value(head & 15)


def hybrid(data, at, width, count):
    """Runs and bit-packed groups, as levels, booleans and dictionary indices are stored."""
    out, reader = [], Compact(data, at)
    while len(out) < count:
        head = reader.varint()
        if head & 1:
            size = (head >> 1) * width
            bits = int.from_bytes(data[reader.at:reader.at + size], "little")
            out += [(bits >> (i * width)) & ((1 << width) - 1) for i in range((head >> 1) * 8)]
            reader.at += size
        else:
            size = (width + 7) // 8
            out += [int.from_bytes(data[reader.at:reader.at + size], "little")] * (head >> 1)
            reader.at += size
    return out[:count], reader.at


FORMATS = {1: "i", 2: "q", 4: "f", 5: "d"}


def plain(data, at, kind, count):
    if kind == 0:
        return [bool(data[at + i // 8] >> (i % 8) & 1) for i in range(count)]
    if kind == 6:
        out = []
        for _ in range(count):
            size = struct.unpack_from("<i", data, at)[0]
            out.append(data[at + 4:at + 4 + size].decode())
            at += 4 + size
        return out
    return list(struct.unpack_from(f"<{count}{FORMATS[kind]}", data, at))


def values_of(data, at, encoding, kind, count, dictionary):
    if encoding == 0:
        return plain(data, at, kind, count)
    if encoding in (2, 8):
        return [dictionary[i] for i in hybrid(data, at + 1, data[at], count)[0]] if data[at] else [dictionary[0]] * count
    if encoding == 3 and kind == 0:
        return [bool(bit) for bit in hybrid(data, at + 4, 1, count)[0]]
    raise ValueError(f"parquet: encoding {encoding} is not one that Mettle writes")


def column(data, chunk, optional):
    kind, codec, total = chunk[1], chunk[4], chunk[5]
    at = min(chunk[9], chunk.get(11, chunk[9]))
    out, dictionary = [], None
    while len(out) < total:
        reader = Compact(data, at)
        page = reader.struct()
        body, at = data[reader.at:reader.at + page[3]], reader.at + page[3]
        if page[1] == 2:
            dictionary = plain(unpacked(body, codec, page[2]), 0, kind, page[7][1])
        elif page[1] == 0:
            out += first_version(unpacked(body, codec, page[2]), page[5], kind, optional, dictionary)
        else:
            out += second_version(body, page, codec, kind, optional, dictionary)
    return out


def unpacked(body, codec, size):
    if codec not in (0, 6):
        raise ValueError(f"parquet: codec {codec} is not one that Mettle writes")
    return body if codec == 0 else decompress(body, size)


def first_version(data, head, kind, optional, dictionary):
    count, at, levels = head[1], 0, None
    if optional:
        size = struct.unpack_from("<i", data)[0]
        levels, at = hybrid(data, 4, 1, count)[0], 4 + size
    return filled(levels, data, at, head[2], kind, count, dictionary)


def second_version(body, page, codec, kind, optional, dictionary):
    head = page[8]
    count, before = head[1], head[5] + head[6]
    levels = hybrid(body, head[6], 1, count)[0] if optional else None
    rest = body[before:] if head.get(7) is False else unpacked(body[before:], codec, page[2] - before)
    return filled(levels, rest, 0, head[4], kind, count, dictionary)


def filled(levels, data, at, encoding, kind, count, dictionary):
    present = iter(values_of(data, at, encoding, kind, sum(levels) if levels else count, dictionary))
    return [next(present) if level else None for level in levels] if levels else list(present)


def read_table(path):
    """Rows of a Parquet file, each a dict."""
    data = Path(path).read_bytes()
    if data[:4] != b"PAR1" or data[-4:] != b"PAR1":
        sys.exit(f"{path}: expected a Parquet file, got {data[:4]!r} … {data[-4:]!r}")
    size = struct.unpack_from("<i", data, len(data) - 8)[0]
    footer = Compact(data, len(data) - 8 - size).struct()
    fields = [(field[4].decode(), field.get(3) == 1) for field in footer[2][1:]]
    rows = []
    for group in footer[4]:
        columns = [column(data, chunk[3], optional) for chunk, (_, optional) in zip(group[1], fields)]
        rows += [dict(zip([name for name, _ in fields], values)) for values in zip(*columns)]
    return rows


# --- The headline ---

def student(p, df):
    """Quantile of Student's t, by bisection on its density's integral (Simpson)."""
    scale = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    density = lambda x: scale * (1 + x * x / df) ** (-(df + 1) / 2)

    def below(x, steps=2000):
        h = x / steps
        inner = sum((4 if i % 2 else 2) * density(i * h) for i in range(1, steps))
        return 0.5 + h / 3 * (density(0) + inner + density(x))

    low, high = 0.0, 200.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < p else (low, middle)
    return low


def interval(values):
    n, mean = len(values), statistics.fmean(values)
    if n < 2:
        return None
    if n < 10:
        half = student(0.975, n - 1) * statistics.stdev(values) / math.sqrt(n)
        return [mean - half, mean + half]
    tail = statistics.NormalDist().cdf(-math.sqrt(n / (n - 1)) * student(0.975, n - 1))
    draw = random.Random(1)
    means = sorted(statistics.fmean(draw.choices(values, k=n)) for _ in range(20000))
    return [means[round(share * (len(means) - 1))] for share in (tail, 1 - tail)]


def estimate(values):
    return {"estimate": statistics.fmean(values), "interval": interval(values), "n": len(values)}


def changes(rows):
    """D after reinforcement minus before it: {(arm, regime): {foundation: change}}."""
    out = {}
    for row in rows:
        if row["reading"] == "revealed" and row["context"] == "neutral" and row["trait"] == "D":
            cell = out.setdefault((row["arm"], row["regime"]), {})
            sign = 1 if row["stage"] == "after" else -1
            cell[row["foundation"]] = cell.get(row["foundation"], 0) + sign * row["value"]
    return out


def headline(run):
    """Drag of D and effect of every arm that has them, and the change of D of every arm."""
    run = Path(run)
    if not (run / "study.json").is_file():
        sys.exit(f"headline.py: expected the folder of a run, got {'a folder without study.json' if run.is_dir() else 'nothing there'}: {run}")
    if not (run / "tables" / "traits.parquet").is_file():
        sys.exit(f"headline.py: expected a run that came to its end, got one without tables/traits.parquet: {run}")
    study = json.loads((run / "study.json").read_text())
    change = changes(read_table(run / "tables" / "traits.parquet"))

    def drag(arm, regime):
        """Half of (power rewarded - power punished), by foundation, or None: a run of a build before 0.3 names one twin."""
        twin = study["arms"].get(arm, {}).get("reversed") or (study.get("reversed") if arm == "control" else None)
        own, punished = change.get((arm, regime)), change.get((twin, regime))
        return {i: (own[i] - punished[i]) / 2 for i in own} if own and punished else None

    out = {}
    for (arm, regime), own in change.items():
        cell = {"change": estimate(list(own.values()))}
        mine, other = drag(arm, regime), drag(study["arms"][arm]["comparedWith"], regime)
        if mine:
            cell["drag"] = estimate(list(mine.values()))
        if mine and other:
            cell["effect"] = estimate([other[i] - mine[i] for i in mine])
        out.setdefault(arm, {})[regime] = cell
    return out


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--json"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    zstd_module()
    found = headline(arguments[0])
    if "--json" in sys.argv:
        print(json.dumps(found, indent=2))
        return
    for arm, regimes in found.items():
        for regime, cell in regimes.items():
            said = [f"{name} {each['estimate']:+.3f} {shown(each['interval'])}" for name, each in cell.items()]
            print(f"{arm:18} {regime:8} " + "   ".join(said))


def shown(bounds):
    return "" if bounds is None else f"[{bounds[0]:+.3f}, {bounds[1]:+.3f}]"


if __name__ == "__main__":
    main()
