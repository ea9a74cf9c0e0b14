-- sort with orders that are none, insert, remove, move, concat and unpack, also on what acts as a table.
local out = {}
local function list(n, kind) local t = {} for i = 1, n do t[i] = kind == 1 and rnd(20) or kind == 2 and string.char(96 + rnd(5), 96 + rnd(5)) or kind == 3 and rnd(1000) / 8 or pick{1, "a", {}, 2.5, false} end return t end
local comps = { function(a, b) return a > b end, function(a, b) return a <= b end, function() return true end, function() return false end, function() return rnd(2) == 1 end, function(a, b) return a < b end, function(a, b) error("no") end, false, 5 }
for _ = 1, 5 do
  local n = pick{0, 1, 2, 3, 4, 5, 8, 13, 30, 99, 100, 101, 150}
  local t = list(n, pick{1, 1, 2, 3, 4})
  local log = {}
  local c = pick(comps)
  local f = type(c) == "function" and function(a, b) local r = c(a, b) log[#log + 1] = tostring(r and 1 or 0) return r end or c or nil
  out[#out + 1] = (call(function() table.sort(t, f) end):gsub("table: 0x%x+", "T"))
  if pick{1,2} == 1 then out[#out + 1] = table.concat(log) end
  for i = 1, #t do if type(t[i]) == "table" then t[i] = {} end end
  out[#out + 1] = show(t)
end
for _ = 1, 10 do
  local t = list(rnd(8) - 1, pick{1, 2})
  local p = pick{1, 2, 0, -1, 5, 9, #t, #t + 1, #t + 2, 2.0, "1", 1.5, math.maxinteger, math.mininteger}
  out[#out + 1] = call(table.insert, t, p, "v") .. show(t)
  out[#out + 1] = call(table.insert, t, p) .. show(t) .. call(table.insert, t) .. call(table.insert, t, 1, 2, 3)
  out[#out + 1] = call(table.remove, t, p) .. show(t) .. call(table.remove, t) .. show(t)
  out[#out + 1] = call(table.concat, t, pick{"", ",", 1, nil}, pick{1, 2, 0, nil, #t}, pick{#t, 1, nil, #t + 1})
  out[#out + 1] = call(table.concat, list(3, 4), ","):gsub("table: 0x%x+", "T")
  out[#out + 1] = call(table.unpack, t, pick{1, 2, nil, 0, -2}, pick{#t, nil, 3, math.maxinteger, 1e8})
  local from, to = table.unpack(pick{{1, #t}, {2, 3}, {0, 1}, {-1, 2}, {math.mininteger, 3}, {0, math.maxinteger}, {-1, math.maxinteger}, {1, 0}, {3, 3}, {1, 3}})
  local u = pick{t, {}, list(3, 1)}
  out[#out + 1] = call(table.move, t, from, to, pick{1, 2, 3, -1, math.maxinteger}, u):gsub("table: 0x%x+", "T") .. show(t) .. show(u)
end
local log = {}
local proxy = setmetatable({}, {__len = function() return pick{3, 4, 2.0, "3", 1.5, {}} end, __index = function(_, k) log[#log+1] = "r" .. tostring(k) return "v" .. tostring(k) end, __newindex = function(_, k, v) log[#log+1] = "w" .. tostring(k) .. tostring(v) end})
for _, f in ipairs{function() return table.insert(proxy, "x") end, function() return table.insert(proxy, 1, "x") end, function() return table.remove(proxy, 1) end, function() return table.remove(proxy) end, function() return table.concat(proxy, "-") end, function() table.sort(proxy) end, function() return table.unpack(proxy) end, function() table.move(proxy, 1, 3, 2) end} do out[#out+1] = call(f) end
out[#out+1] = table.concat(log, ",")
out[#out+1] = call(table.insert, nil, 1) .. call(table.concat, 5) .. call(table.sort, "x") .. call(table.unpack) .. call(table.move, {}, 1) .. call(table.remove, setmetatable({}, {__index = {}}))
return table.concat(out, "\n")
