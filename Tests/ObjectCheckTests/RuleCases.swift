import Foundation

extension RuleTests {
    static let fileCases = [
        Case("a right Object", Lamp.text),
        Case("a right Object on SARA-R4", Lamp.text, product: "LEXI-R422"),
        Case(
            "a syntax error", Lamp.with(("-- END", "x = = 1")),
            "33 error lua-syntax: unexpected symbol near '=': correct the text"),
        Case("compiled Lua", "\u{1B}Lua", bytecode),
        Case("compiled Lua behind a byte order mark", "\u{FEFF}\u{1B}Lua", bytecode),
        Case("compiled Lua behind a # line", "# lamp\n\u{1B}Lua", bytecode),
        Case(
            "a long name", Lamp.with(("object_lamp", long)), name: long + ".lua",
            "0 error file-name-length: the name has 250 bytes and the file system takes 248: shorten the Object's name"),
        Case(
            "a character that the file system refuses", Lamp.text, name: "object_lamp?.lua",
            "0 error file-name-characters: the file system takes no '?' in a name: rename the Object",
            "9 error name-mismatch: the file registers 'object_lamp' and is named object_lamp?.lua: name the file "
                + "object_lamp.lua, or register 'object_lamp?'"),
        Case(
            "an error while it loads", Lamp.with(("-- END", "local x = nil + 1")),
            "33 error load-error: loading it fails: attempt to perform arithmetic on a nil value"),
        Case(
            "an error that is no text", Lamp.with(("-- END", "error({})")),
            "0 error load-error: loading it fails: (the error object is a table value)"),
        Case(
            "an endless loop", Lamp.with(("-- END", "while true do end")),
            "33 error load-time: loading it does not end within 1000000 instructions: look for a loop without an end"),
        Case(
            "a memory bomb", Lamp.with(("-- END", "local s = string.rep('x', 1 << 30)")),
            "33 error load-memory: loading it needs more than 8388608 bytes: make smaller tables, or fewer of them"),
        Case(
            "a module that is not there", Lamp.with(("require \"utils\"", "require \"utils\" require \"socket\"")),
            "3 error load-error: loading it fails: module 'socket' not found",
            "3 error require-unknown: the module has no 'socket': put its code into the Object's file; require finds "
                + "lwm2m_object_table, lwm2m_defs, utils"),
    ]

    static let contractCases = [
        Case(
            "no registration", Lamp.with(("lwm2m_object_tbl_add(32000, \"object_lamp\")", "")),
            "0 error not-registered: the file registers no Object: call lwm2m_object_tbl_add(id, name) before it ends"),
        Case(
            "a registration too many",
            Lamp.with(("lwm2m_object_tbl_add(", "lwm2m_object_tbl_add(1, 'x')\nlwm2m_object_tbl_add(")),
            "9 error registered-twice: the file registers 2 times: make one file for each Object"),
        Case(
            "another file name", Lamp.text, name: "object_light.lua",
            "9 error name-mismatch: the file registers 'object_lamp' and is named object_light.lua: name the file "
                + "object_lamp.lua, or register 'object_light'"),
        Case(
            "another name in the table", Lamp.with(("name = \"object_lamp\"", "name = \"object_light\"")),
            "9 error name-mismatch: the Object's table says name = 'object_light' and the file registers "
                + "'object_lamp': make them one"),
        Case(
            "a local table", Lamp.with(("object_lamp = {", "local object_lamp = {")),
            "9 error name-mismatch: there is no global table 'object_lamp', the name that the file registers: make the "
                + "Object's table a global of that name"),
        Case(
            "another id", Lamp.with(("objectId = 32000", "objectId = 32001")),
            "0 error object-id: the object table says ObjectId = '32000' and objectId is 32001: make them one",
            "9 error object-id: the file registers the id 32000 and its objectId is 32001: make them one"),
        Case(
            "an id that is none", Lamp.with(("objectId = 32000", "objectId = 70000")),
            "0 error object-id: objectId is 70000: make it a whole number from 0 to 65535"),
        Case(
            "a missing function", Lamp.with(("function object_lamp.discover", "local function discover")),
            "0 error contract-function: 'discover' is missing: every Object needs this function; generate the file "
                + "anew to see what it looks like"),
        Case(
            "no object table", Lamp.with(("return object_table end", "end")),
            "0 error contract-table: get_object_table() answers nil: return the table"),
        Case(
            "a resource table that fails", Lamp.with(("return resource_table end", "return nil .. 1 end")),
            "18 error contract-table: get_resource_table() fails: attempt to concatenate a nil value",
            "18 warning nil-value: nil cannot be joined to a text, so this line is an error each time: write \"\" for nil, so "
                + "the line is: function object_lamp.get_resource_table() return \"\" .. 1 end"),
        Case(
            "no execute", Lamp.with(("function object_lamp.execute", "local function execute")),
            "0 warning execute-missing: the Object has an executable Resource and no function 'execute': every Execute "
                + "is answered with 4.05; add the function"),
        Case(
            "a name that SARA-R5 passes over", Lamp.with(("32000", "11")),
            "9 error name-ignored: SARA-R510S-01B has Object 11 built in and lets only "
                + "object_apn_connection_profile.lua replace it: rename file, registered name and global table to "
                + "object_apn_connection_profile"),
        Case("the same on SARA-R4", Lamp.with(("32000", "11")), product: "SARA-R410M-02B"),
        Case(
            "a file that replaces an Object of the firmware",
            Lamp.with(("32000", "3"), ("object_lamp", "object_device")), name: "object_device.lua",
            "0 note overrides-built-in: the file replaces the built-in Object 3 of SARA-R510S-01B after AT+ULWM2M=2 "
                + "and a reset"),
    ]

    static let nameCases = [
        Case(
            "the name of a built-in Object under another id", Lamp.with(("object_lamp", "object_device")),
            name: "object_device.lua",
            "9 error name-of-built-in: object_device is the name of the built-in Object 3, and the file registers 32000: "
                + "where it is loaded Object 3 is not; give file, registered name and global table another name"),
        Case(
            "the same on SARA-R4", Lamp.with(("object_lamp", "object_location")), name: "object_location.lua",
            product: "SARA-R422-01B",
            "9 error name-of-built-in: object_location is the name of the built-in Object 6, and the file registers 32000: "
                + "where it is loaded Object 6 is not; give file, registered name and global table another name"),
    ]

    static let resourceCases = [
        Case(
            "a key that is no id", Lamp.with(("[1] =", "[\"1\"] =")),
            "0 error resource-id: the resource table has the key '1': use the ids of Resources, whole numbers from 0 "
                + "to 65535"),
        Case(
            "an unknown type", Lamp.with(("Type = \"Boolean\"", "Type = \"Bool\"")),
            "13 error resource-type: Resource 1 has the unknown Type 'Bool': take one of String, Integer, Float, "
                + "Boolean, Opaque, Time, Objlnk, Unsigned Integer, Corelnk"),
        Case(
            "a type of LwM2M 1.1", Lamp.with(("Type = \"Boolean\"", "Type = \"Unsigned Integer\"")),
            "13 warning resource-type-newer: Resource 1 has the Type 'Unsigned Integer', which came with LwM2M 1.1: the "
                + "client knows 1.0; take Integer"),
        Case(
            "unknown operations", Lamp.with(("Operations = \"RW\"", "Operations = \"WR\"")),
            "13 error resource-operations: Resource 1 has the Operations 'WR': take R, W, RW, E or an empty text"),
        Case(
            "an unknown word", Lamp.with(("Mandatory = \"Optional\"", "Mandatory = \"No\"")),
            "14 warning resource-word: Resource 2 has Mandatory = 'No', which counts as 'Optional': write Mandatory or "
                + "Optional"),
    ]

    static let tableCases = [
        Case(
            "a constant given twice, as two names that differ in letters that the vendor's generator drops",
            Lamp.with(
                ("[1] =", "[RES_M_LEVEL_] ="),
                ("local resource_table", "local RES_M_LEVEL_ = 7\nlocal RES_M_LEVEL_ = 1\nlocal resource_table")),
            "13 warning constant-twice: the constant 'RES_M_LEVEL_' is given in line 12 and again in line 13, so Resource 7 "
                + "is lost: give one of them another name"),
        Case(
            "a key given twice", Lamp.with(("[1] =", "[2] = {},\n  [1] =")),
            "15 warning key-twice: the key [2] is given in line 13 and again in line 15, so what stands in line 13 is lost: "
                + "give one of them another key"),
        Case(
            "two constants of one number",
            Lamp.with(
                ("[1] =", "[RES_O_A] = {},\n  [RES_O_B] ="),
                ("local resource_table", "local RES_O_A = 9\nlocal RES_O_B = 9\nlocal resource_table")),
            "16 warning key-twice: the key [RES_O_B] is given in line 15 and again in line 16, so what stands in line 15 is "
                + "lost: give one of them another key"),
        Case(
            "a field given twice", Lamp.with(("Type = \"Boolean\"", "Type = \"Boolean\", Type = \"Boolean\"")),
            "13 warning key-twice: the key Type is given in line 13 and again in line 13, so what stands in line 13 is lost: "
                + "give one of them another key"),
        Case("a variable given twice, which is no constant", Lamp.with(("-- END", "local n = 1\nlocal n = 2"))),
        Case(
            "the same names in functions of a table",
            Lamp.writing(
                "local t = { a = function() b = 1 return b end, b = function() local a, b = 1, 2 return a end }"),
            "28 warning stray-global: 'b' is given a value in a function and is a global of all Objects: write "
                + "'local b = ...'"),
    ]

    static let codeCases = [
        Case(
            "a code that no operation may answer", Lamp.writing("if new then return coap.COAP_403_FORBIDDEN end"),
            "28 error code-not-allowed: 'write' may not answer coap.COAP_403_FORBIDDEN, which becomes 5.00: take one of "
                + writeCodes),
        Case(
            "a code of another operation", Lamp.writing("if new then return coap.COAP_413_ENTITY_TOO_LARGE, 1 end"),
            "28 error code-not-allowed: 'write' may not answer coap.COAP_413_ENTITY_TOO_LARGE, which becomes 5.00: take one "
                + "of " + writeCodes),
        Case(
            "a number that is no code of it", Lamp.writing("if new then return 69 end"),
            "28 error code-not-allowed: 'write' may not answer the code 69, which becomes 5.00: take one of "
                + writeCodes),
        Case("codes that it may answer", Lamp.writing("if new == 1 then return coap.COAP_400_BAD_REQUEST end")),
        Case(
            "a code that only a run can tell",
            Lamp.writing("if new then return new and coap.COAP_403_FORBIDDEN or 68 end")),
        Case("a function inside", Lamp.writing("local f = function() return end f()")),
        Case(
            "no code", Lamp.writing("if new == 1 then return end"),
            "28 error return-no-code: 'return' of 'write' answers no code, which the client takes for a fault, 5.00: return "
                + "coap.COAP_204_CHANGED"),
        Case(
            "a return in the middle of a function",
            Lamp.writing(
                "-- custom write: your code between these two lines is kept\nreturn coap.COAP_204_CHANGED\n"
                    + "-- custom write: end"),
            "29 error region-return: 'return' stands in the custom region 'write', and lines of the function follow: write "
                + "'do return ... end', or put it into an 'if'",
            "31 error lua-syntax: 'end' expected (to close 'function' at line 27) near 'return': correct the text"),
        Case(
            "a variable of pasted code", Lamp.writing("result = coap.COAP_204_CHANGED if new then return result end"),
            "28 warning stray-global: 'result' is given a value in a function and is a global of all Objects: write "
                + "'local result = ...'"),
        Case(
            "names of the vendor's form", Lamp.writing("print(resource_tbl, t.instance)"),
            "28 warning vendor-name: 'resource_tbl' is a name of the vendor's form of an Object, and nothing here: write "
                + "resource_table, so the line is: print(resource_table, object_table.instance)",
            "28 warning vendor-name: 't' is a name of the vendor's form of an Object, and nothing here: write object_table, "
                + "so the line is: print(resource_table, object_table.instance)"
        ),
        Case(
            "the vendor's type in a custom region",
            Lamp.writing(
                "-- custom write: your code between these two lines is kept\nvtype = 'String'\n-- custom write: end"),
            "29 warning vendor-name: 'vtype' is a name of the vendor's form of an Object, and nothing here: write "
                + "resource.Type, so the line is: resource.Type = 'String'"),
        Case(
            "the second snippet of the application note, which lacks its end",
            Lamp.writing(
                "-- custom write: your code between these two lines is kept\nif res == 1 then\nlua_send_pulse(16)\n"
                    + "-- custom write: end"), product: "SARA-R422-01B",
            "29 error region-block: 'if' opens a block in the custom region 'write', which ends before the block does: write "
                + "'end' in line 31, before '-- custom write: end'",
            "38 error lua-syntax: 'end' expected (to close 'function' at line 27) near <eof>: correct the text"),
        Case(
            "an end too many",
            Lamp.writing(
                "-- custom write: your code between these two lines is kept\nprint(res) end\n-- custom write: end"),
            "29 error region-block: 'end' stands in the custom region 'write' and closes no block of it: take it away",
            "32 error lua-syntax: <eof> expected near 'end': correct the text"),
        Case(
            "a whole function in a custom region",
            Lamp.writing(
                "-- custom write: your code between these two lines is kept\nfunction object_lamp.write(inst) return 68 end\n"
                    + "-- custom write: end"),
            "29 error region-function: 'object_lamp.write' is defined in the custom region 'write', and the generator's own "
                + "takes its place: write its code into the places 'before write' and 'write'; xlwm2m adopt takes a whole file "
                + "over"),
        Case("a local of such a name", Lamp.writing("local t = { 1 } print(t[1])")),
        Case(
            "nil in place of a number", Lamp.writing("local n = nil + 1\nprint(n)"),
            "28 warning nil-value: nil is not a number to calculate with, so this line is an error each time: write 0 for nil, "
                + "so the line is: local n = 0 + 1"),
        Case(
            "a variable without a value", Lamp.writing("local count\ncount = count + 1"),
            "29 warning nil-value: 'count' has no value here, and nil is not a number to calculate with, so this line is an "
                + "error each time: give it a value before, so line 28 is: local count = 0"),
        Case(
            "a variable that is nil", Lamp.writing("local text = nil\nprint(text .. \"!\")"),
            "29 warning nil-value: 'text' has no value here, and nil cannot be joined to a text, so this line is an error "
                + "each time: give it a value before, so line 28 is: local text = \"\""),
        Case(
            "a variable that has a value by then", Lamp.writing("local n if new then n = 1 else n = 2 end print(n + 1)")
        ),
        Case(
            "a local that hides what a place gives",
            Lamp.writing(region("write", "if res == 1 then\nlocal instance = object_table.instance[7]\nend")),
            "30 warning hidden-name: 'local instance' hides what the place 'write' gives by that name: take another one, so "
                + "the line is: local other_instance = object_table.instance[7]"),
        Case(
            "a local that hides the value to store", Lamp.writing(region("before write", "local value = 7")),
            "29 warning hidden-name: 'local value' hides the value that is stored, which stays as it was: leave 'local' out, "
                + "so the line is: value = 7"),
        Case(
            "a local that hides the value to answer",
            Lamp.writing(region("read", "if res == 1 then local value, n = 7 end")),
            "29 warning hidden-name: 'local value' hides the value that is answered, which stays as it was: leave 'local' "
                + "out"),
        Case(
            "names of a function's own, of a loop, of another place",
            Lamp.writing(
                region(
                    "create",
                    "local value = 1\nlocal function f(inst) local instance = inst return instance end f(value)\n"
                        + "for _, inst in pairs({}) do print(inst) end"))),
        Case("a local of such a name outside of the places", Lamp.writing("local value = 7 print(value)")),
    ]

    private static func region(_ name: String, _ code: String) -> String {
        "-- custom \(name): your code between these two lines is kept\n\(code)\n-- custom \(name): end"
    }

    private static let writeCodes =
        "COAP_204_CHANGED, COAP_400_BAD_REQUEST, COAP_401_UNAUTHORIZED, COAP_404_NOT_FOUND, COAP_405_METHOD_NOT_ALLOWED, "
        + "COAP_500_INTERNAL_SERVER_ERROR"

    static let bindingCases = [
        Case(
            "a pulse on SARA-R5", Lamp.writing("lua_send_pulse(16)"),
            "28 error binding-missing: SARA-R510S-01B has no lua_send_pulse: write 'if lua_send_pulse then "
                + "lua_send_pulse(...) end', or use lua_send_urc"),
        Case("a pulse that is asked for", Lamp.writing("if lua_send_pulse then lua_send_pulse(16) end")),
        Case("a pulse on SARA-R4", Lamp.writing("lua_send_pulse(16)"), product: "SARA-R412M-02B"),
        Case(
            "a pulse passed on", Lamp.writing("pcall(lua_send_pulse, 16)"),
            "28 note binding-read: lua_send_pulse is nil on SARA-R510S-01B: ask for it before use"),
        Case(
            "a pin that is none", Lamp.writing("lua_send_pulse(17)"), product: "SARA-R422-01B",
            "28 error pulse-pin: SARA-R422-01B cannot pulse pin 17: take one of 16, 19, 23, 24, 25, 42"),
        Case(
            "the text alone on SARA-R4", Lamp.writing("lua_send_urc('on')"), product: "SARA-R410M-63B-00",
            "28 error binding-form: SARA-R410M-63B-00 takes lua_send_urc(length, text), and this call gives 1 "
                + "argument: change the call, or check for the product that it is meant for"),
        Case(
            "length and text on type 00B", Lamp.writing("lua_send_urc(2, 'on')"), product: "SARA-R500S-00B",
            "28 error binding-form: SARA-R500S-00B takes lua_send_urc(text), and this call gives 2 arguments: change "
                + "the call, or check for the product that it is meant for"),
        Case("each form on type 01B", Lamp.writing("lua_send_urc(2, 'on') lua_send_urc('on')")),
        Case(
            "the form by the product",
            Lamp.writing("if lua_send_pulse then lua_send_urc(2, 'on') else lua_send_urc('on') end"),
            product: "SARA-R500S-00B"),
        Case(
            "length and text the wrong way round", Lamp.writing("lua_send_urc('on', 2)"),
            "28 error binding-form: SARA-R510S-01B takes lua_send_urc(text) or lua_send_urc(length, text), and this "
                + "call gives a text as the length: change the call, or check for the product that it is meant for"),
        Case(
            "another name for it",
            Lamp.with(("-- WRITE", "send('on')"), ("object_lamp = {", "local send = lua_send_urc\nobject_lamp = {")),
            product: "SARA-R410M-02B",
            "29 error binding-form: SARA-R410M-02B takes lua_send_urc(length, text), and this call gives 1 argument: "
                + "change the call, or check for the product that it is meant for"),
        Case(
            "a wrong length", Lamp.writing("lua_send_urc(3, 'on')"),
            "28 warning urc-length: the text has 2 bytes, not 3: pass 2, or string.len of it"),
        Case(
            "an unknown function of the client", Lamp.writing("lua_send_ucr('on')"),
            "28 error binding-unknown: no product has a function 'lua_send_ucr'; did you mean 'lua_send_urc'?: correct the name"
        ),
    ]

    static let globalCases = [
        Case(
            "an unknown code", Lamp.with(("COAP_202_DELETED", "COAP_202_REMOVED")),
            "25 error constant-unknown: 'coap.COAP_202_REMOVED' does not exist: correct the name; what it stands for "
                + "is nil"),
        Case(
            "an unknown carrier", Lamp.writing("new = lwm2m_carrier_id.LWM2M_CARRIER_MARS"),
            "28 error constant-unknown: 'lwm2m_carrier_id.LWM2M_CARRIER_MARS' does not exist: correct the name; what "
                + "it stands for is nil"),
        Case(
            "an unknown interface", Lamp.writing("new = iface == lwm2m_interface_type.LWM2M_AT"),
            "28 error constant-unknown: 'lwm2m_interface_type.LWM2M_AT' does not exist: correct the name; what it "
                + "stands for is nil"),
        Case(
            "a library that is not there", Lamp.writing("io.write('x')"),
            "28 error sandbox-name: the module has no 'io' of the standard library: do without it"),
        Case(
            "a function that is not there", Lamp.writing("os.execute('ls')"),
            "28 error sandbox-name: the module has no 'os.execute': do without it"),
        Case("a library that is asked for", Lamp.writing("if debug then debug.traceback() end")),
        Case("a global of the script's own", Lamp.writing("value = new\nvtype = value")),
        Case(
            "a global that nobody sets", Lamp.writing("print(mesage)"),
            "28 warning undefined-global: nothing gives 'mesage' a value: correct the name, or make it a local variable"
        ),
    ]

    private static let long = "object_" + String(repeating: "x", count: 239)
    private static let bytecode =
        "0 error lua-bytecode: the file is compiled Lua, which the module refuses: store the text it was made from"
}
