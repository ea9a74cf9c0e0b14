import Testing

/// What a script of an Object does to its host, by mistake or on purpose; at each place where the host calls it.
struct Attack: Sendable, CustomTestStringConvertible {
    /// Where the host calls the script.
    enum Place: String, CaseIterable, Sendable { case load, read, write, execute }

    let testDescription, body: String

    private init(_ name: String, _ body: String) { (testDescription, self.body) = (name, body) }

    static let all =
        allocation + recursion + patterns + coroutines + metamethods + finalizers + reentrancy + bindings

    private static let allocation = [
        Attack("tables without an end", "local t = {} while true do t[#t + 1] = {} end"),
        Attack("a string that doubles", "local s = 'x' while true do s = s .. s end"),
        Attack("a string of a terabyte", "return ('x'):rep(1 << 40)"),
        Attack(
            "tables in a global", "hoard = hoard or {} while true do hoard[#hoard + 1] = ('x'):rep(100) .. #hoard end"),
        Attack(
            "shortage that pcall swallows",
            "while true do pcall(function() local t = {} while true do t = {t} end end) end"),
        Attack("a large hash", "local t = {} for i = 1, math.huge do t['k' .. i] = i end"),
        Attack("concat of much", "local t = {} for i = 1, 1e5 do t[i] = ('x'):rep(1000) end return table.concat(t)"),
        Attack("values returned by the thousand", "local t = {} for i = 1, 1e5 do t[i] = i end return table.unpack(t)"),
    ]

    private static let recursion = [
        Attack("a function that calls itself", "local function f() return 1 + f() end f()"),
        Attack("tail calls", "local function f() return f() end f()"),
        Attack("recursion by pcall", "local function f() return pcall(f) end f()"),
        Attack("recursion by gsub", "local function f() return (('x'):gsub('x', f)) end f()"),
        Attack("recursion by sort", "local function f() table.sort({1, 2}, f) end f()"),
        Attack("recursion by load", "local function f() return load(f) end f()"),
        Attack(
            "recursion by tostring", "local t = setmetatable({}, {}) getmetatable(t).__tostring = tostring tostring(t)"),
        Attack("a table in itself is answered", "local t = {} t[0] = t return 69, 'Float', t"),
    ]

    private static let patterns = [
        Attack("a pattern that goes back", "return ('a'):rep(5000):find('.-.-.-.-b')"),
        Attack("a pattern of many stars", "return ('a'):rep(40):find(('a*'):rep(40) .. 'b')"),
        Attack("gsub that grows", "local s = 'x' while true do s = s:gsub('x', 'xx') end"),
        Attack("captures by the hundred", "return ('x'):rep(100):find(('()'):rep(100))"),
        Attack("a pattern that does not end", "return ('x'):find('[')"),
        Attack("a format of a thousand digits", "while true do string.format('%99.99f', 1e308) end"),
        Attack("a large set", "return ('a'):rep(200000):find('[' .. ('b'):rep(200000) .. ']')"),
        Attack("balance again and again", "return ('('):rep(100000):find('%b()')"),
    ]

    private static let coroutines = [
        Attack("a coroutine without an end", "coroutine.wrap(function() while true do end end)()"),
        Attack("coroutines by the million", "local t = {} while true do t[#t + 1] = coroutine.create(print) end"),
        Attack("coroutines within coroutines", "local function f() return coroutine.wrap(f)() end f()"),
        Attack("a yield out of the function", "coroutine.yield(1)"),
        Attack("a yield into the host", "coroutine.wrap(function() lua_send_urc(coroutine.yield) end)()"),
        Attack(
            "a coroutine that resumes itself",
            "local c c = coroutine.create(function() coroutine.resume(c) end) while true do coroutine.resume(c) end"),
        Attack("a dead coroutine", "local c = coroutine.wrap(function() end) while true do c() end"),
        Attack(
            "sort that yields",
            "coroutine.wrap(function() table.sort({3, 2, 1}, coroutine.yield) end)() while true do end"),
    ]

    private static let metamethods = [
        Attack(
            "__index without an end",
            "local t = setmetatable({}, {__index = function(t, k) return t[k] end}) return t.x"),
        Attack(
            "__newindex without an end",
            "local t = setmetatable({}, {__newindex = function(t, k, v) t[k] = v end}) t.x = 1"),
        Attack(
            "a circle of __index",
            "local a, b = {}, {} setmetatable(a, {__index = b}) setmetatable(b, {__index = a}) return a.x"),
        Attack("__len that lies", "return table.unpack(setmetatable({}, {__len = function() return 1 << 60 end}))"),
        Attack(
            "__eq without an end",
            "local m = {__eq = function() while true do end end} return setmetatable({}, m) == setmetatable({}, m)"),
        Attack("a metatable on strings", "getmetatable('').__index = function() while true do end end return ('x').y"),
        Attack(
            "__pairs that never ends",
            "for k in pairs(setmetatable({}, {__pairs = function() return function() return 1 end end})) do end"),
        Attack("__call on what is answered", "return setmetatable({}, {__call = function() while true do end end})"),
    ]

    private static let finalizers = [
        Attack(
            "a finalizer that never ends",
            "setmetatable({}, {__gc = function() while true do end end}) collectgarbage()"),
        Attack(
            "finalizers that make finalizers",
            "local m = {} m.__gc = function() setmetatable({}, m) end while true do setmetatable({}, m) collectgarbage() end"
        ),
        Attack(
            "a finalizer that raises an error",
            "setmetatable({}, {__gc = function() error('gone') end}) collectgarbage()"),
        Attack(
            "a finalizer that brings back",
            "local m = {} m.__gc = function(o) back = o setmetatable(o, m) end setmetatable({}, m) collectgarbage()"),
        Attack(
            "a finalizer that sends",
            "while true do setmetatable({}, {__gc = function() lua_send_urc(1, 'x') end}) collectgarbage() end"),
        Attack("a stopped collector", "collectgarbage('stop') while true do local t = {} end"),
        Attack(
            "weak tables in the worst order",
            "local w, l = setmetatable({}, {__mode = 'k'}) for i = 1, 3e4 do w[{}] = 0 end while true do collectgarbage() end"
        ),
        Attack("collection without an end", "while true do collectgarbage('step', 1 << 30) end"),
    ]

    private static let reentrancy = [
        Attack("it reads itself", "return object_generic_sensor.read(0, 5700, true)"),
        Attack("it writes itself", "return object_generic_sensor.write(0, 5750, 0, true, 'x')"),
        Attack(
            "it creates and deletes itself",
            "while true do object_generic_sensor.delete(0) object_generic_sensor.create(0) end"),
        Attack("it registers itself again", "while true do lwm2m_object_tbl_add(3300, 'object_generic_sensor') end"),
        Attack("it requires itself", "return require 'object_generic_sensor'"),
        Attack(
            "it replaces the functions of the host",
            "for k in pairs(_G) do _G[k] = function() while true do end end end lua_send_urc(1, 'x')"),
        Attack("it empties the globals", "for k in pairs(_G) do _G[k] = nil end"),
        Attack("it breaks its own table", "object_generic_sensor.objectId = {} object_generic_sensor.name = nil"),
        Attack("it loads itself", "local f = load('return ...') return f(f, f, f)"),
    ]

    private static let bindings = [
        Attack("a URC without arguments", "lua_send_urc()"),
        Attack("a URC of a function", "lua_send_urc(1, print)"),
        Attack("a URC of a negative length", "lua_send_urc(-1, 'x')"),
        Attack(
            "a URC of any length", "lua_send_urc(math.maxinteger, 'x') lua_send_urc(0/0, 'x') lua_send_urc(1e308, 'x')"),
        Attack("URCs without an end", "while true do lua_send_urc(1, 'x') end"),
        Attack("a URC of a table in itself", "local t = {} t.t = t lua_send_urc(1, t)"),
        Attack("reboots without an end", "while true do lua_system_reboot() end"),
        Attack("a pulse on any pin", "lua_send_pulse(-1) lua_send_pulse(math.mininteger) lua_send_pulse('x')"),
        Attack(
            "a thousand arguments",
            "local t = {} for i = 1, 200 do t[i] = {} end lua_send_urc(table.unpack(t)) lua_modem_get_imei(table.unpack(t))"
        ),
    ]
}
