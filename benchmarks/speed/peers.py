"""The five shared rules judged by others: `python peers.py NAME WORKBOOK`. Run in an environment of its own.

None of them can say the rules themselves; each is handed columns of yes and no, made by pandas (`columns_of`), and says
which rows fail. Whether an extension was told in time, days without a clock and cells that cannot be read are beyond these columns:
CMP09 and CMP10 fail a few rows more than they should. Judging is timed apart from reading and from making the columns,
except for pandas itself, which has nothing else to do.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

COMPLAINTS, INTERVIEWS = "投诉记录", "访谈记录"
DAY = pd.Timestamp("2026-10-31")
NOTHING = ("无", "没有", "暂无", "无意见", "没有意见", "暂无意见", "/")
Frames = dict[str, Any]


def read(path: str, engine: str = "calamine") -> Frames:
    """Both tables, with what was dated by the day of the audit."""
    frames = pd.read_excel(path, sheet_name=[COMPLAINTS, INTERVIEWS], engine=engine)
    for name, field in ((COMPLAINTS, "受理时间"), (INTERVIEWS, "访谈时间")):
        frame = frames[name]
        dated = pd.to_datetime(frame[field], errors="coerce")
        frames[name] = frame[dated.isna() | (dated < DAY + pd.Timedelta(days=1))].reset_index(drop=True)
    return frames


def columns_of(frames: Frames) -> Frames:
    """Each table's yes and no of every row: one column a rule."""
    given = frames[COMPLAINTS]
    received, entered, told, plan, closed, extended = (
        pd.to_datetime(given[name], errors="coerce")
        for name in ("受理时间", "录入时间", "反馈时间", "处理方案时间", "办结时间", "延期至")
    )
    klass = given["类别"]
    start = received.dt.normalize()

    def by(end: Any, days: int) -> Any:
        last = start + pd.Timedelta(days=days)
        return end.notna() & (end.dt.normalize() <= last) & (end >= received) | end.isna() & (last >= DAY)

    complaints = pd.DataFrame(
        {
            "CMP01": ((entered - received) <= pd.Timedelta(minutes=30)) | given["日常记录编号"].notna(),
            "CMP03": klass.isin(["一类", "二类", "三类"])
            & ((klass != "二类") | given["子类"].isin(["房屋质量", "配套设施"])),
            "CMP09": by(told, 3),
            "CMP10": (
                by(closed, 3).where(klass == "一类", by(closed, 7).where(klass == "三类", by(plan.fillna(closed), 7)))
                | (closed.fillna(DAY) <= extended)
            )
            & (closed.isna() | given["处理措施"].notna()),
        }
    )
    held = frames[INTERVIEWS]
    filled = held[["房号", "受访人", "方式", "访谈人", "访谈时间", "意见建议"]].notna().all(axis=1)
    handled = held["处理情况"].notna() | held["意见建议"].isin(NOTHING)
    return {COMPLAINTS: complaints, INTERVIEWS: pd.DataFrame({"ITV08": filled & handled})}


def with_pandas(path: str, engine: str = "calamine") -> tuple[float, dict[str, int]]:
    frames = read(path, engine)
    start = time.process_time()
    failing = {
        name: frame.index[~frame[name]].tolist() for frame in columns_of(frames).values() for name in frame.columns
    }
    return time.process_time() - start, {name: len(rows) for name, rows in failing.items()}


def with_pandas_and_openpyxl(path: str) -> tuple[float, dict[str, int]]:
    return with_pandas(path, "openpyxl")


def with_pandera(path: str) -> tuple[float, dict[str, int]]:
    import pandera.pandas as pa  # noqa: PLC0415 - each process loads only what it measures

    tables, failing = columns_of(read(path)), {}
    start = time.process_time()
    for frame in tables.values():
        checks = {name: pa.Column(bool, pa.Check(lambda column: column)) for name in frame.columns}
        try:
            pa.DataFrameSchema(checks).validate(frame, lazy=True)
        except pa.errors.SchemaErrors as found:
            failing |= found.failure_cases.groupby("column").size().to_dict()
    return time.process_time() - start, failing


def with_great_expectations(path: str) -> tuple[float, dict[str, int]]:
    import great_expectations as gx  # noqa: PLC0415 - likewise

    tables, failing = columns_of(read(path)), {}
    start = time.process_time()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("logs")
    for table, frame in tables.items():
        asset = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
        wanted = [gx.expectations.ExpectColumnValuesToBeInSet(column=name, value_set=[True]) for name in frame.columns]
        suite = gx.ExpectationSuite(name=table, expectations=wanted)
        result = asset.get_batch({"dataframe": frame}).validate(suite, result_format="COMPLETE")
        for one in result.results:
            failing[one.expectation_config.kwargs["column"]] = len(one.result["unexpected_index_list"] or ())
    return time.process_time() - start, failing


def with_pointblank(path: str) -> tuple[float, dict[str, int]]:
    import pointblank as pb  # noqa: PLC0415 - likewise
    import polars as pl  # noqa: PLC0415 - likewise

    tables = {table: pl.from_pandas(frame.astype("int8")) for table, frame in columns_of(read(path)).items()}
    failing: dict[str, int] = {}
    start = time.process_time()
    for frame in tables.values():
        checked = pb.Validate(frame)
        for name in frame.columns:
            checked = checked.col_vals_eq(columns=name, value=1)  # it compares no booleans
        checked = checked.interrogate()
        failing |= {name: checked.n_failed(i=i, scalar=True) for i, name in enumerate(frame.columns, 1)}
    return time.process_time() - start, failing


PEERS: dict[str, Callable[[str], tuple[float, dict[str, int]]]] = {
    "pandas": with_pandas,
    "pandas, openpyxl": with_pandas_and_openpyxl,
    "pandera": with_pandera,
    "Great Expectations": with_great_expectations,
    "pointblank": with_pointblank,
}

if __name__ == "__main__":
    judging, fails = PEERS[sys.argv[1]](sys.argv[2])
    print(json.dumps({"judge": judging, **fails}))
