-- A script a line, for harness.c: each part of Lua's library that is ours, and each way in which a call ends.
return ...
return 1, 2.5, 'x', true, nil, {1, {2, x = {y = 'z'}}}, print, coroutine.create(print)
local t = {} for i = 1, 200 do t[i] = ('k'):rep(i) t['k' .. i] = i end return t
local t = {} t[1] = t return t
return ('x'):rep(600000)
return host(1, 'two', {3, {4}}, print), host(), device.send('x')
local t = {} t.t = t return host(t)
while true do device.send('x') end
print('one', 2, {}, nil) print(('x'):rep(5000)) print('\0\255')
error('gone') 
error({code = 1})
error(setmetatable({}, {__tostring = function() return 'words' end}))
local function f() return 1 + f() end f()
local function f() return (('x'):gsub('x', f)) end f()
while true do end
while true do pcall(function() while true do end end) end
local s = 'x' while true do s = s .. s end
local t = {} while true do t[#t + 1] = {} end
pcall(function() local t = {} while true do t[#t + 1] = ('x'):rep(100) .. #t end end) return 'still there'
return ('hello world'):find('o w'), ('hello'):find('l', 1, true), ('hello'):match('(h)(.)(%w+)'), ('k=v, a=b'):gsub('(%w+)=(%w+)', '%2=%1')
for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do print(k, v) end return ('abc'):gsub('%w', {a = 'x', b = true})
return ('THE (quick) fox'):find('%((%a+)%)'), ('f(a(b)c)d'):match('%b()'), ('THE (quick) fox'):gsub('%f[%a]%a+', string.lower)
return ('x'):rep(50):find(('x*'):rep(20) .. 'y')
return pcall(string.find, 'x', '['), pcall(string.find, 'x', '%'), pcall(string.gsub, 'x', '(', ''), pcall(string.rep, 'x', 1 << 60)
return string.format('%5d|%-5s|%05.1f|%x|%q|%g|%c|%i|%a|%s', 5, 'ab', 3.14159, 255, 'q\n\0"', 1e100, 65, -3, 1.5, {})
return pcall(string.format, '%y', 1), pcall(string.format, '%d', 1.5), pcall(string.format, '%s'), string.format('%99.99f', 1e308)
return string.pack('<i4>I2z s1 d', -5, 65535, 'zero', 'one', 2.5), string.unpack('<i4>I2z', string.pack('<i4>I2z', -5, 65535, 'z'))
return pcall(string.pack, 'i17', 1), pcall(string.unpack, 'i4', 'x'), pcall(string.pack, 'z', 'a\0b'), string.packsize('<!8 b Xi8 i8')
return ('abc'):byte(1, -1), string.char(0, 65, 255), ('abc'):reverse(), ('aBc'):upper(), ('aBc'):lower(), ('abc'):sub(-2), ('abc'):len(), ('ab'):rep(3, ',')
local t = {5, 2, 8, 1, 9, 3} table.sort(t) return table.concat(t, ','), table.unpack(t, 2, 4)
local t = {} for i = 1, 300 do t[i] = (i * 7919) % 1000 end table.sort(t, function(a, b) return a > b end) return t[1], t[300]
return pcall(table.sort, {3, 1, 2, 5, 4, 7, 6}, function() return true end), pcall(table.sort, {1, 'x'}), pcall(table.concat, {1, {}, 3})
local t = {1, 2, 3} table.insert(t, 4) table.insert(t, 1, 0) table.remove(t, 2) return table.move(t, 1, 3, 2), table.pack(1, nil, 3), pcall(table.insert, t, 99, 1)
return utf8.char(72, 228, 8364, 0x10FFFF), utf8.len('häß€'), utf8.codepoint('€', 1), utf8.offset('aäb', 3), pcall(utf8.len, '\xff'), utf8.len('\xff')
for p, c in utf8.codes('a€') do print(p, c) end
return math.random(), math.random(10), math.random(5, 9), math.randomseed(3), math.random(0 < 1 and 7), math.floor(2.5), math.tointeger(3.0), pcall(math.random, 2, 1)
return os.time(), os.date(), os.date('!%Y-%m-%d %H:%M:%S %j %p %a %B %%', 1e9), os.clock(), os.date('*t', 0).year, os.time({year = 2024, month = 2, day = 30}), pcall(os.date, '%Ez'), pcall(os.date, '%Q')
return os.difftime(5, 3), pcall(os.time, {}), pcall(os.date, '*t', 1 << 60), os.time({year = 1969, month = 12, day = 31, hour = 25})
local c = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end) return c(1), c(10), pcall(c)
local c = coroutine.create(function() error('inside') end) return coroutine.resume(c), coroutine.status(c), coroutine.isyieldable(), coroutine.running()
coroutine.wrap(function() while true do end end)()
local function f() coroutine.wrap(f)() end f()
local t = {} while true do t[#t + 1] = coroutine.create(print) end
coroutine.yield(1)
setmetatable({}, {__gc = function() print('gone') end}) collectgarbage() collectgarbage()
setmetatable({}, {__gc = function() while true do end end}) collectgarbage() collectgarbage()
local m = {} m.__gc = function() setmetatable({}, m) end for i = 1, 50 do setmetatable({}, m) end collectgarbage() return collectgarbage('count')
local w = setmetatable({}, {__mode = 'k'}) for i = 1, 100 do w[{}] = i end collectgarbage() return next(w)
collectgarbage('stop') collectgarbage('step', 5) collectgarbage('setpause', 50) collectgarbage('setstepmul', 50) collectgarbage('restart') return collectgarbage('isrunning'), pcall(collectgarbage, 'x')
return load('return 1 + 1')(), load('x ='), load(function() return nil end), pcall(load, 5), load('\27Lua'), load('return ...', 'n', 't', {})(5)
local n = 0 return load(function() n = n + 1 return n < 50 and 'x = 1 ' or nil end)
load(function() while true do end end)
return require('other').answer, require('other') == require('other'), pcall(require, 'none')
return next({}), rawlen({1, 2}), rawget({5}, 1), rawequal('a', 'a'), select('#', 1, nil), select(-1, 1, 2), pcall(select, 0), tonumber('0x1p4'), tonumber('z', 36), tonumber('9' .. ('9'):rep(500))
return xpcall(error, function(e) return 'handled ' .. tostring(e) end, 'x'), xpcall(error, error, 1), pcall(pcall), pcall(xpcall)
return setmetatable({}, {__index = function(t, k) return k end}).x, pcall(setmetatable, {}, 1), getmetatable('').__index == string, pcall(getmetatable)
for k, v in pairs(setmetatable({}, {__pairs = function() return next, {1}, nil end})) do print(k, v) end for i, v in ipairs({1, 2}) do print(i, v) end
local t = setmetatable({}, {__len = function() return 1 << 60 end}) return pcall(table.unpack, t), pcall(table.concat, t), pcall(table.insert, t, 1)
goto done do print('never') end ::done:: return 1 << 63, 7 // 2, -7 % 3, 2 ^ 0.5, 'a' .. 1, 10 == 10.0, 'a' < 'b', not nil
local names = {} for i = 1, 190 do names[i] = 'l' .. i end return load('local ' .. table.concat(names, ',') .. ' return l1')
return load(('('):rep(300)), load('return ' .. ('{'):rep(150) .. ('}'):rep(150)), load(('x = '):rep(10))
x = x = x
