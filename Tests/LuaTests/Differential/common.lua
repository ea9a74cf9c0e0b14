-- What all comparisons begin with: numbers from the seed, and values as texts.
local seed = ...
local state = (seed * 2654435761 + 12345) & 0xFFFFFFFF
local function rnd(n) state = (state * 1103515245 + 12345) & 0x7FFFFFFF return (state >> 8) % n + 1 end
local function pick(t) return t[rnd(#t)] end
local function show(v)
  if math.type(v) == "float" then return string.format("%.17g", v) end
  if type(v) == "string" then return "<" .. (v:gsub("[^\32-\126]", function(c) return "\\" .. c:byte() end)) .. ">" end
  if type(v) == "table" then local o = {} for i = 1, #v do o[i] = show(v[i]) end return "{" .. table.concat(o, ",") .. "}" end
  if type(v) == "function" then return "function" end
  return tostring(v)
end
local function call(f, ...)
  local r = table.pack(pcall(f, ...))
  local o = {}
  for i = 1, r.n do o[i] = show(r[i]) end
  return (table.concat(o, " "):gsub("(#%d+ to )'[^']*'", "%1'?'"))
end
