"""What feedsvc costs, as ratios to a peer or to the physical limit in the same run; medians of several runs.

    python -m bench                 every figure
    python -m bench unchanged       one of them

Each module is one figure: `measure(where) -> rich.table.Table`, in a scratch folder. Peers that are not installed are
left out, and the table says so. None of it is a test: a busy machine is slow, and that is no defect.
"""
