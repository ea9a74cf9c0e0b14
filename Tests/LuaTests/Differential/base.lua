-- error, pcall, xpcall, coroutines, load, setmetatable, collectgarbage and the order of finalizers.
local out = {}
local errs = {"x", 12, nil, true, {}, setmetatable({}, {__tostring = function() return "T" end})}
local function sh(...) return (call(...):gsub("table: 0x%x+", "T"):gsub("{}", "T"):gsub("function: [%w: ]+", "F"):gsub("thread: 0x%x+", "H")) end
for _ = 1, 4 do
  local e = errs[rnd(6)]
  local lvl = pick{0, 1, 2, 3}
  out[#out+1] = sh(error, e, lvl)
  out[#out+1] = sh(function() error(e, lvl) end)
  out[#out+1] = sh(xpcall, function(...) if rnd(2) == 1 then error(e, lvl) end return ... end, function(m) return {m} end, 1, 2)
  out[#out+1] = sh(xpcall, error, function(m) return m, 2 end, e)
  out[#out+1] = sh(xpcall, 5, print) .. sh(pcall) .. sh(xpcall, print) .. sh(xpcall, print, 1)
  local co = coroutine.create(function(a, ...) local b = coroutine.yield(a, rnd(5)) local c = pcall(coroutine.yield, b) if rnd(3) == 1 then error(e, lvl) end return ... end)
  for _ = 1, 5 do out[#out+1] = sh(coroutine.resume, co, rnd(9), "q", nil) .. coroutine.status(co) end
  local w = coroutine.wrap(function(...) coroutine.yield(...) if rnd(2) == 1 then error(e, lvl) end local x = nil + 1 end)
  out[#out+1] = sh(function() return w(1, 2) end) .. sh(function() return w() end) .. sh(function() return w() end)
  out[#out+1] = sh(coroutine.resume, 1) .. sh(coroutine.wrap, 1) .. sh(coroutine.create) .. sh(coroutine.resume, (coroutine.running()))
  out[#out+1] = sh(function() local t = setmetatable({}, {__metatable = pick{1, false}}) setmetatable(t, nil) end) .. sh(setmetatable, {}, 1) .. sh(setmetatable, 1, {})
  local mt = {__gc = pick{function() end, true, nil}, __index = pick{{x = 1}, nil}}
  local t = setmetatable({}, mt)
  out[#out+1] = show(getmetatable(t) == mt) .. show(rawget(mt, "__gc") ~= nil) .. show(t.x)
  out[#out+1] = sh(load, pick{"return 1", "return = 1", "x", "\27Lua", "goto a", "::a:: ::a::", "return ...", "#", "local a <const> = 1"}, pick{"n", "=n", "@n", nil}, "t")
  local parts = {"return", " 1", "+", " 2", pick{nil, "", 5, {}}}
  local i = 0
  out[#out+1] = sh(function() local f, m = load(function() i = i + 1 return parts[i] end) return f and f() or m end)
  out[#out+1] = sh(function() local f = load("y = 5 return x", "c", "t", {x = 3}) return f(), y end)
  out[#out+1] = sh(collectgarbage, "count") and "" 
  out[#out+1] = sh(collectgarbage, pick{"setpause", "stop", "restart", "isrunning", "bogus"}, 150):gsub("^true %d+$", "N")
  collectgarbage("restart") collectgarbage("setpause", 200)
  out[#out+1] = sh(select, pick{1, 2, -1, 0, "#", 9}, 1, 2, 3) .. sh(rawlen, "abc") .. sh(next, {}) .. sh(tostring, pick{1, 1.5, "x", nil, true}) .. sh(tostring) .. sh(tonumber)
end
local order = {}
do for i = 1, 3 do setmetatable({i}, {__gc = function(o) order[#order+1] = o[1] end}) end end
collectgarbage() collectgarbage()
out[#out+1] = show(order)
return table.concat(out, "\n")
