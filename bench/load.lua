-- What bench/load.py has wrk ask for: requests from standard input, each a line of a path and header fields with tabs
-- between them, in turn; and at the end a line of JSON.

local requests, last = {}, 0

function init()
  for line in io.lines() do
    local path, fields = line:match("^([^\t]+)(.*)$")
    local headers = {}
    for name, value in fields:gmatch("\t([^:]+): ([^\t]*)") do headers[name] = value end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

local REPORT = '\n{"requests": %d, "seconds": %f, "received": %d, "p50": %f, "p99": %f, "most": %f, "errors": %d}\n'

function done(summary, latency)
  local failed = summary.errors
  io.write(REPORT:format(
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e6, latency:percentile(99) / 1e6, latency.max / 1e6,
    failed.connect + failed.read + failed.write + failed.timeout + failed.status
  ))
end
