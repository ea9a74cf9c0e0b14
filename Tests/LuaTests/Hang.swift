import Testing

/// Scripts that never end by themselves, of every kind that we know.
struct Hang: Sendable, CustomTestStringConvertible {
    let testDescription, script: String

    init(_ name: String, _ script: String) { (testDescription, self.script) = (name, script) }

    static let all = control + metamethods + collector + patterns + texts + tables + loading + others

    static let control = [
        Hang("endless loop", "while true do end"),
        Hang("repeat until false", "repeat until false"),
        Hang("goto loop", "::a:: goto a"),
        Hang("numeric for without an end", "for i = 1, math.huge do end"),
        Hang("generic for without an end", "for _ in function() return 1 end do end"),
        Hang("loop inside pcall", "while true do pcall(function() while true do end end) end"),
        Hang("loop inside nested pcalls", "local function f() pcall(f) while true do end end f()"),
        Hang("pcall of pcall", "while true do pcall(pcall, pcall, pcall, error) end"),
        Hang("loop in a handler of xpcall", "xpcall(error, function() while true do end end)"),
        Hang(
            "loop in a handler after a loop",
            "xpcall(function() while true do end end, function() while true do end end)"),
        Hang("handlers that fail", "while true do xpcall(error, function(e) error(e) end) end"),
        Hang("loop in a coroutine", "coroutine.wrap(function() while true do end end)()"),
        Hang(
            "loop of resumes",
            "local c = coroutine.wrap(function() while true do coroutine.yield() end end) while true do c() end"),
        Hang("endless new coroutines", "while true do coroutine.wrap(function() for i = 1, 50 do end end)() end"),
        Hang(
            "coroutines within coroutines",
            "local function f() while true do coroutine.resume(coroutine.create(f)) end end f()"),
        Hang(
            "resume that swallows",
            "while true do coroutine.resume(coroutine.create(function() while true do end end)) end"),
        Hang(
            "pcall inside a coroutine",
            "coroutine.wrap(function() while true do pcall(coroutine.yield) pcall(function() while true do "
                + "end end) end end)() while true do end"),
    ]

    static let collector = [
        Hang(
            "loop in a finalizer",
            "setmetatable({}, {__gc = function() while true do end end}) collectgarbage() collectgarbage()"),
        Hang(
            "loop in a finalizer set late",
            "local mt = {__gc = true} setmetatable({}, mt) mt.__gc = function() while true do end end "
                + "collectgarbage()"),
        Hang(
            "finalizers that make finalizers",
            "local mt = {} mt.__gc = function() setmetatable({}, mt) end while true do setmetatable({}, mt) "
                + "collectgarbage() end"),
        Hang(
            "loop in a finalizer, found by allocation",
            "local mt = {__gc = function() while true do end end} while true do setmetatable({}, mt) end"),
        Hang(
            "os.date in a finalizer",
            "local mt = {__gc = function() while true do os.date() end end} while true do setmetatable({}, mt) end"),
        Hang(
            "collectgarbage in a loop",
            "local t = {} for i = 1, 50000 do t[i] = {} end while true do collectgarbage() end"),
        Hang(
            "collector without a pause",
            "collectgarbage('setpause', 0) collectgarbage('setstepmul', 1 << 30) local t = {} for i = 1, "
                + "50000 do t[i] = {} end while true do local x = {} end"),
        Hang(
            "collector in steps",
            "local t = {} for i = 1, 50000 do t[i] = {} end while true do collectgarbage('step', 1 << 20) end"),
        Hang(
            "weak keys in the worst order",
            "collectgarbage('stop') local w, last = setmetatable({}, {__mode = 'k'}) for i = 1, 30000 do w[{}] = 0 end "
                + "for k in pairs(w) do w[k] = last or 0 last = k end while true do collectgarbage() end"),
        Hang(
            "stopped collector",
            "collectgarbage('stop') while true do pcall(function() while true do local x = {} end end) end"),
        Hang(
            "little memory left",
            "local t, n = {}, 0 pcall(function() while true do n = n + 1 t[n] = {} end end) for i = n, n - "
                + "20, -1 do t[i] = nil end while true do local x = {} pcall(function() local y = {{}, {}, {}} "
                + "end) end"),
    ]

    static let metamethods = [
        Hang("loop in __index", "local t = setmetatable({}, {__index = function() while true do end end}) return t.x"),
        Hang(
            "loop in __newindex",
            "local t = setmetatable({}, {__newindex = function() while true do end end}) t.x = 1"),
        Hang(
            "loop in __eq",
            "local mt = {__eq = function() while true do end end} return setmetatable({}, mt) == setmetatable({}, mt)"),
        Hang(
            "loop in __lt",
            "local mt = {__lt = function() while true do end end} return setmetatable({}, mt) < setmetatable({}, mt)"),
        Hang("loop in __concat", "return setmetatable({}, {__concat = function() while true do end end}) .. 'x'"),
        Hang("loop in __len", "return #setmetatable({}, {__len = function() while true do end end})"),
        Hang("loop in __call", "setmetatable({}, {__call = function() while true do end end})()"),
        Hang("loop in __pairs", "pairs(setmetatable({}, {__pairs = function() while true do end end}))"),
        Hang(
            "loop in __tostring of tostring",
            "tostring(setmetatable({}, {__tostring = function() while true do end end}))"),
        Hang("loop in __tostring of print", "print(setmetatable({}, {__tostring = function() while true do end end}))"),
        Hang(
            "loop in __tostring of an error",
            "error(setmetatable({}, {__tostring = function() while true do end end}))"),
        Hang(
            "loop in __tostring of format",
            "return ('%s'):format(setmetatable({}, {__tostring = function() while true do end end}))"),
        Hang(
            "long chain of __index",
            "local t = {} for i = 1, 1900 do t = setmetatable({}, {__index = t}) end while true do local x = t.x end"),
        Hang("string metatable", "getmetatable('').__index = function() while true do end end return ('x').y"),
    ]

    static let patterns = [
        Hang("pattern of many stars", "return string.find(('a'):rep(40), ('a*'):rep(40) .. 'b')"),
        Hang("pattern of many minuses", "return string.find(('a'):rep(5000), '.-.-.-.-b')"),
        Hang("match that goes back", "return string.match(('a'):rep(30000), '(.*)(.*)(.*)b')"),
        Hang("gmatch that goes back", "for _ in string.gmatch(('a'):rep(30000), '.-.-.-b') do end"),
        Hang("gmatch without an end", "while true do for _ in string.gmatch(('a'):rep(30000), 'a') do end end"),
        Hang("gsub that goes back", "return string.gsub(('a'):rep(5000), '(.-)(.-)(.-)b', '')"),
        Hang("gsub with a looping function", "return string.gsub('aaaa', 'a', function() while true do end end)"),
        Hang(
            "gsub with a looping table",
            "return string.gsub('aaaa', 'a', setmetatable({}, {__index = function() while true do end end}))"),
        Hang("balance again and again", "return string.find(('('):rep(100000), '%b()')"),
        Hang("frontier of a large set", "return string.find(('a'):rep(200000), '%f[' .. ('b'):rep(200000) .. ']c')"),
        Hang("large set", "return string.find(('a'):rep(200000), '[' .. ('b'):rep(200000) .. ']')"),
        Hang("back reference", "return string.find(('a'):rep(300000), '(.-)%1b')"),
        Hang(
            "plain find",
            "local a = ('a'):rep(1000000) while true do string.find(a, ('a'):rep(500000) .. 'b', 1, true) end"),
    ]

    static let texts = [
        Hang("rep of nothing", "while true do string.rep('', 1 << 60) end"),
        Hang("rep in a loop", "while true do string.rep('x', 2000000) end"),
        Hang(
            "reverse, upper and lower",
            "local s = ('aB'):rep(1000000) while true do s:reverse() s:upper() s:lower() end"),
        Hang("byte and char", "local s = ('x'):rep(5000) while true do string.char(s:byte(1, -1)) end"),
        Hang("sub of a large string", "local s = ('x'):rep(3000000) while true do s:sub(2) end"),
        Hang(
            "format of large strings",
            #"local s = ('x'):rep(1000000) while true do string.format('%s%q', s, '\n') end"#),
        Hang("format of large numbers", "while true do string.format('%99.99f', 1e308) end"),
        Hang("pack without an end", "while true do string.pack(('i16z'):rep(3), 1, 'a', 2, 'b', 3, 'c') end"),
        Hang("pack of padding", "while true do string.pack('c2000000', 'x') end"),
        Hang("packsize of a long format", "local f = ('b'):rep(1000000) while true do string.packsize(f) end"),
        Hang(
            "unpack of a long format",
            "local f, s = ('x'):rep(1000000), ('y'):rep(1000000) while true do string.unpack(f, s) end"),
        Hang("concatenation of large strings", "local s = ('x'):rep(1000000) while true do local t = s .. 'y' end"),
        Hang(
            "comparison of large strings",
            #"local a, b = ('\0'):rep(1000000), ('\0'):rep(999999) .. '\0' while true do local x = a < b or a "#
                + #"== b end"#),
        Hang("doubling string", "while true do pcall(function() local s = 'x' while true do s = s .. s end end) end"),
        Hang("string building", "local s = '' while true do s = s:sub(-1000) .. 'x' end"),
        Hang("tonumber of a large string", "local s = ('9'):rep(1000000) while true do tonumber(s) end"),
        Hang("arithmetic on a large string", "local s = ('9'):rep(1000000) while true do local x = s + 1 end"),
        Hang(
            "utf8 functions",
            #"local s = ('\u{20AC}'):rep(300000) while true do utf8.len(s) utf8.offset(s, -1) "#
                + #"utf8.codepoint(s, 1, 3000) end"#),
        Hang("utf8.codes", "while true do for _ in utf8.codes(('x'):rep(100000)) do end end"),
        Hang("utf8.char", "while true do utf8.char(0x20AC, 0x10FFFF) end"),
    ]

    static let tables = [
        Hang("insert at the front", "local t = {} while true do table.insert(t, 1, 1) end"),
        Hang(
            "insert with a huge length",
            "table.insert(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() end, "
                + "__newindex = function() end}), 1, 1)"),
        Hang(
            "remove with a huge length",
            "table.remove(setmetatable({}, {__len = function() return 1 << 60 end, __index = rawget, "
                + "__newindex = rawset}), 1)"),
        Hang(
            "move of everything",
            "table.move(setmetatable({}, {__index = function() return 1 end}), 1, math.maxinteger, 1, "
                + "setmetatable({}, {__newindex = function() end}))"),
        Hang(
            "concat of empty strings",
            "table.concat(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() "
                + "return '' end}))"),
        Hang(
            "concat in a loop",
            "local t = {} for i = 1, 10000 do t[i] = ('x'):rep(100) end while true do table.concat(t) end"),
        Hang(
            "unpack in a loop",
            "local t = {} for i = 1, 50000 do t[i] = i end while true do select('#', table.unpack(t)) end"),
        Hang(
            "pack of many",
            "local t = {} for i = 1, 10000 do t[i] = i end while true do table.pack(table.unpack(t)) end"),
        Hang("sort of many", "local t = {} while true do for i = 1, 20000 do t[i] = i % 77 end table.sort(t) end"),
        Hang(
            "sort of a virtual list",
            "table.sort(setmetatable({}, {__len = function() return 1 << 30 end, __index = function(_, i) "
                + "return -i end, __newindex = function() end}))"),
        Hang("sort with a looping function", "table.sort({3, 1, 2}, function() while true do end end)"),
        Hang(
            "sort with a yielding function",
            "local c = coroutine.wrap(function() while true do pcall(table.sort, {3, 1, 2}, coroutine.yield) "
                + "end end) while true do c() end"),
        Hang(
            "sort with a random order",
            "local t = {} for i = 1, 1000 do t[i] = i end while true do pcall(table.sort, t, function() "
                + "return math.random() < 0.5 end) end"),
        Hang(
            "sort of large strings",
            #"local t = {} for i = 1, 30 do t[i] = ('\0'):rep(100000) .. i end while true do table.sort(t) end"#),
        Hang(
            "select of many",
            "local t = {} for i = 1, 50000 do t[i] = i end local function f(...) while true do select(-1, "
                + "...) end end f(table.unpack(t))"),
        Hang(
            "ipairs over a virtual list",
            "for _ in ipairs(setmetatable({}, {__index = function() return 1 end})) do end"),
        Hang(
            "next over holes",
            "local t = {} for i = 1, 100000 do t[i] = i end for i = 1, 100000 do t[i] = nil end while true "
                + "do next(t) end"),
    ]

    static let loading = [
        Hang("load with a looping reader", "load(function() while true do end end)"),
        Hang("load with a reader without an end", "while true do load(function() return 'x = 1 ' end) end"),
        Hang("load with an endless line", "load(function() return '-' end)"),
        Hang("load of much code", "local s = ('x = 1 '):rep(100000) while true do load(s) end"),
        Hang(
            "load of deep functions",
            "local names = {} for i = 1, 190 do names[i] = 'l' .. i end local s = '' for i = 1, 60 do s = s "
                + ".. 'local ' .. table.concat(names, ',') .. ' return function() ' end local more = ('a=b "
                + "'):rep(200) local first = s load(function() if first then first = nil return s end return more "
                + "end)"),
        Hang(
            "load of many conditions",
            "local first = 'x = a' load(function() if first then first = nil return 'x = a' end return ' or "
                + "a or a or a or a or a or a or a' end)"),
        Hang(
            "load of many gotos",
            "local n = 0 while true do load(function() n = n + 1 return n % 1000 == 0 and ' ::a:: ' or ' "
                + "goto a ' end) end"),
    ]

    static let others = [
        Hang(
            "recursion by string.gsub",
            "local function f() return (('x'):gsub('x', f)) end while true do pcall(f) end"),
        Hang("recursion without an end", "local function f() return 1 + f() end while true do pcall(f) end"),
        Hang("tail recursion", "local function f() return f() end f()"),
        Hang(
            "mutual recursion by metamethods",
            "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k .. 'x'] end "
                + "while true do pcall(function() return t.x end) end"),
        Hang(
            "recursion in a comparison",
            "local function f(a, b) table.sort({3, 2, 1}, f) return a < b end while true do "
                + "pcall(table.sort, {3, 2, 1}, f) end"),
        Hang(
            "recursion by tostring",
            "local t = setmetatable({}, {}) getmetatable(t).__tostring = function(x) return tostring(x) end "
                + "while true do pcall(tostring, t) end"),
        Hang(
            "recursion by coroutine.wrap",
            "local function f() return coroutine.wrap(f)() end while true do pcall(f) end"),
        Hang("recursion by load", "local function f() return load(f) end while true do pcall(f) end"),
        Hang(
            "os.time and os.date",
            "while true do os.time{year = 2024, month = 1, day = 1} os.date('%c') os.clock() end"),
        Hang("long formats of os.date", "local f = ('%c'):rep(100000) while true do os.date(f) end"),
        Hang("print in a loop", "while true do pcall(print, 'x') end"),
        Hang("large prints", "while true do pcall(print, ('x'):rep(2000000)) end"),
        Hang("error objects in a loop", "while true do pcall(error, {}) pcall(error, ('x'):rep(100000)) end"),
        Hang("random numbers", "while true do math.random(1 << 40) end"),
    ]
}
