---@meta
-- What a test finds under xlwm2m test, for the Lua language server. Not loaded by anything.

-- --- Requests ---------------------------------------------------------------------------------------------------------

---A value of a resource, or a table of values by resource instance, or of contents by resource.
---@alias xlwm2m.value nil|boolean|integer|number|string|table

---Who makes requests: a server, the host of the module, the bootstrap server.
---@class xlwm2m.requester
local requester = {}

---Reads a resource, an instance (values by resource) or an Object (contents by instance). With a format a server reads
---the bytes of the answer: JSON and text as they are, TLV and opaque as hexadecimal digits, for TLV a line for each entry.
---@param path string
---@param format? "tlv"|"json"|"text"|"opaque"
---@return xlwm2m.value value nil for a refusal
---@return integer code one of `coap`
---@return string? reason
function requester:read(path, format) end

---Several resources at once: path of an instance, values by resource. `{ replace = true }` takes the place of all.
---@param path string
---@param value xlwm2m.value
---@param options? { replace?: boolean }
---@return integer code one of `coap`
---@return string? reason
function requester:write(path, value, options) end

---Executes a resource, with an argument list as it is sent: digits, each alone or with a text in single quotes,
---server:execute("/26250/0/1", "0='1234',1"). The script gets the whole list, `0='1234',1`, as its `buffer`.
---@param path string
---@param arguments? string printable ASCII without space, `"`, `'` and `\` inside the quotes
---@return integer code one of `coap`
---@return string? reason
function requester:execute(path, arguments) end

---Makes an instance, with an id of its own or the lowest that is free.
---@param path string an Object, or the instance to make
---@param values? table<integer, xlwm2m.value> by resource
---@return integer code one of `coap`
---@return string path_or_reason
function requester:create(path, values) end

---Deletes an instance.
---@param path string
---@return integer code one of `coap`
---@return string? reason
function requester:delete(path) end

---Says which instances and resources there are.
---@param path string
---@return string[]? paths
---@return integer code one of `coap`
---@return string? reason
function requester:discover(path) end

---Reads, and is told of changes from then on: a server as its attributes say, the host of each change.
---@param path string
---@return xlwm2m.value value
---@return integer code one of `coap`
---@return string? reason
function requester:observe(path) end

---Ends an observation.
---@param path string
---@return boolean was_observed
function requester:cancel(path) end

---Attributes of a path, written by a server; false in place of a number takes one away.
---@param path string
---@param attributes { pmin?: integer|false, pmax?: integer|false, gt?: number|false, lt?: number|false, st?: number|false }
---@return integer code one of `coap`
---@return string? reason
function requester:attributes(path, attributes) end

---All that the requester was told since the start of the test.
---@return table[] told { path =, value =, code = } each, oldest first
function requester:notifications() end

-- --- The device -----------------------------------------------------------------------------------------------------

---The module under test: fresh for each test.
---@class xlwm2m.device
---@field product string
---@field imei string
---@field msisdn string
---@field carrier_id integer
---@field host xlwm2m.requester the host of the module
---@field bootstrap xlwm2m.requester
---@field clock { advance: fun(seconds: number), now: fun(): integer }
device = {}

---Loads Objects by file name; answers the table of the last one.
---@param ... string
---@return table
function device.load(...) end

---The server with a Short Server ID.
---@param id integer 1 to 65534
---@return xlwm2m.requester
function device.server(id) end

---Sets the rights on an instance, or to create instances of an Object.
---@param path string
---@param rights table `{ owner = 123, [456] = 1 }`
function device.access(path, rights) end

---Whether the product has all these Resources of an Object in a file. Without --product every Object has all.
---@param file string `object_device.lua`
---@param ... integer Resources
---@return boolean
function device.offers(file, ...) end

---Those of a list that the product has.
---@param file string
---@param resources table `{ { id = 13, ... }, ... }`
---@return table
function device.offered(file, resources) end

---Sends a line to the module's AT command line.
---@param command string `AT+ULWM2MLIST="/"`
---@return string[] lines of the answer, the final result code last
---@return string? reason of a refusal
function device.at(command) end

---The texts of lua_send_urc since the start of the test, oldest first: { "Application type changed" }.
---@return string[]
function device.urcs() end

---The pins of lua_send_pulse: { 16 }.
---@return integer[]
function device.pulses() end

---When lua_system_reboot was called, in seconds since 1970: { 1735689600 }.
---@return integer[]
function device.reboots() end

---When lua_system_factory_reset was called, in seconds since 1970.
---@return integer[]
function device.factory_resets() end

---What Objects printed, a text for each call of print, its arguments joined by tabs: { "RES_M_REBOOT\t\t0" }.
---@return string[]
function device.prints() end

---What the module writes to its log of Objects: faults with file and line, and oddities in what a script answered.
---@return string[]
function device.log() end

---Writes values to Resources as the clock goes on, as the module's own side; the lines are those of docs/values.md.
---@param lines string `/3300/0/5700 sine min=18 max=24 period=60`
function device.values(lines) end

---Keeps the instances of all Objects, as the module does when it saves.
function device.save() end

---Saves, and starts again: each file is loaded afresh and gets the saved instances by its `load`. What a script kept
---elsewhere, in locals or globals, is gone, and so is what servers observed. Tables of Objects that a test holds are old.
function device.restart() end

---Starts again without saving: what was not saved is gone.
function device.lose_power() end

---Forgets all events and notifications so far.
function device.clear() end

-- --- Blocks and tests -----------------------------------------------------------------------------------------------

---A block of tests with a name. A word `#slow` in a name is a tag for --tag and --exclude-tag.
---@param name string
---@param body fun()
function describe(name, body) end

---As `describe`.
---@param name string
---@param body fun()
function context(name, body) end

---As `describe`.
---@param name string
---@param body fun()
function insulate(name, body) end

---As `describe`.
---@param name string
---@param body fun()
function expose(name, body) end

---A test; without a body one that is not ready.
---@param name string
---@param body? fun()
function it(name, body) end

---As `it`.
---@param name string
---@param body? fun()
function spec(name, body) end

---As `it`.
---@param name string
---@param body? fun()
function test(name, body) end

---A test for each case of a table, in the order of its keys. In the name `{field}` is that field of the case, `{}` the
---case itself and `{key}` its key: each({ { value = 1, code = 204 } }, "writes {value}", function(case) ... end).
---@param cases table
---@param name string
---@param body fun(case: any, key: any)
function each(cases, name, body) end

---In a block: a test that is not ready. In a test: ends it as not ready, with a reason.
---@param name_or_reason? string
---@param body? fun()|string
function pending(name_or_reason, body) end

---Runs once before the tests of the block or file: each starts from the device and the globals as it left them.
---@param body fun()
function setup(body) end

---Runs once after the last test of the block or file, in the device as that test left it.
---@param body fun()
function teardown(body) end

---As `setup`.
---@param body fun()
function before_all(body) end

---As `teardown`.
---@param body fun()
function after_all(body) end

---As `setup`.
---@param body fun()
function lazy_setup(body) end

---As `teardown`.
---@param body fun()
function lazy_teardown(body) end

---As `setup`.
---@param body fun()
function strict_setup(body) end

---As `teardown`.
---@param body fun()
function strict_teardown(body) end

---Runs before each test of the block, those of outer blocks first.
---@param body fun()
function before_each(body) end

---Runs after each test of the block, whatever failed, those of inner blocks first.
---@param body fun()
function after_each(body) end

---Runs a function at the end of the test that calls this.
---@param body fun()
function finally(body) end

-- --- Assertions -----------------------------------------------------------------------------------------------------

---The assertions of a test; words may be chained or joined: assert.is_not_nil(x), assert.are.same(t, u).
---@class xlwm2m.assert
---@field equal fun(expected: any, actual: any, message?: string)
---@field not_equal fun(expected: any, actual: any, message?: string)
---@field same fun(expected: any, actual: any, message?: string)
---@field not_same fun(expected: any, actual: any, message?: string)
---@field near fun(expected: number|table, actual: any, tolerance: number, message?: string) tables: in all their numbers
---@field bytes fun(expected: string, actual: string, message?: string) hexadecimal digits, whatever stands between them
---@field soft xlwm2m.assert the same assertions, after which the test goes on; it fails at its end
---@field spy fun(spy: xlwm2m.spy): xlwm2m.spy_assert
---@field stub fun(spy: xlwm2m.spy): xlwm2m.spy_assert
---@field matches fun(pattern: string, text: string, message?: string)
---@field contains fun(whole: string|table, part: any, message?: string)
---@field is_true fun(value: any, message?: string)
---@field is_false fun(value: any, message?: string)
---@field is_nil fun(value: any, message?: string)
---@field is_not_nil fun(value: any, message?: string)
---@field is_truthy fun(value: any, message?: string)
---@field is_falsy fun(value: any, message?: string)
---@field has_error fun(body: fun(), message?: any)
---@field has_no_error fun(body: fun())
---@field error_matches fun(body: fun(), pattern: string)
---@field [string] any
---@overload fun(value: any, message?: any, ...): any
assert = {}

-- --- Spies and stubs -------------------------------------------------------------------------------------------------

---A function that keeps what it is called with. Each test begins with the globals as they were.
---@class xlwm2m.spy
---@field calls table[] the arguments of each call, with their number as n
---@field clear fun(self) forgets the calls so far
---@field revert fun(self) puts back what stood in its place
---@field returns fun(...): xlwm2m.spy of a stub: what it answers
---@field invokes fun(body: function): xlwm2m.spy of a stub: what it calls
---@field by_default xlwm2m.spy of a stub: returns and invokes for calls that on_call_with does not name
---@field on_call_with fun(...): xlwm2m.spy of a stub: returns and invokes for calls with these arguments

---What is asserted of a spy: assert.spy(s).was.called(), .was_not.called(), .was.called(2), .was.called_with("x", match._),
---.called_at_least(1), .called_at_most(2), .called_more_than(0), .called_less_than(3), .returned_with(5).
---@class xlwm2m.spy_assert
---@field was xlwm2m.spy_assert
---@field was_not xlwm2m.spy_assert
---@field [string] any

---Spies on functions: spy.on(_G, "lua_send_urc") keeps the calls of a function that goes on working, spy.new(f) those of f.
---@class xlwm2m.spies
---@field on fun(owner: table, name: any): xlwm2m.spy
---@field new fun(body: function): xlwm2m.spy
---@field is_spy fun(value: any): boolean
spy = {}

---In the place of a function one that does nothing, answers the values given, or calls the function given:
---stub(_G, "lua_modem_get_imei", "123456789012345").
---@param owner? table
---@param name? any
---@param ... any
---@return xlwm2m.spy
function stub(owner, name, ...) end

---Spies on all functions of a table and of the tables in it; with true they are stubs.
---mock.clear(t) forgets their calls so far, mock.revert(t) puts back what stood in their places.
---@param owner table
---@param are_stubs? boolean
---@return table
function mock(owner, are_stubs) end

---What an argument has to be like, for called_with and on_call_with: match._ for any, match.is_string(), match.is_near(21.5,
---0.1), match.is_not.equal(3), match.is_all_of(...), match.is_any_of(...), match.is_none_of(...), match.is_ref(t).
---@class xlwm2m.match
---@field _ any
---@field [string] any
match = {}

-- --- What an Object does on purpose -----------------------------------------------------------------------------------

---Declarations for the tests that are made from a definition, in a generated file and with --contract. They stand in the
---test file of the Object, between the lines "custom contract". A resource is 5700, "/3300/x/5700" or "/3300/0/5700".
---@class xlwm2m.contract
contract = {}

---Leaves the tests of a resource out, where nothing that they ask can be right.
---@param resource integer|string
---@param reason? string
function contract.skip(resource, reason) end

---The values that are written, in place of those made from type and range. Of a multiple resource each is written to
---instance 0 alone, and then the first to instance 0 with the second to instance 7.
---@param resource integer|string
---@param ... any
function contract.value(resource, ...) end

---What an executable resource is executed with, in place of nothing and of "0='on'", each text in a test of its own:
---contract.argument(0, "0='1234'"). Together with contract.refuse(0, "execute", code) the Object refuses every other one.
---@param resource integer|string
---@param ... string
function contract.argument(resource, ...) end

---A resource that computes what is read: it is not what was written.
---@param resource integer|string
function contract.computed(resource) end

---What a resource holds at the start, if that is not 0, "" or {}.
---@param resource integer|string
---@param value any
function contract.start(resource, value) end

---A request that is refused with this code whatever the definition says: contract.refuse(5605, "execute",
---coap.COAP_405_METHOD_NOT_ALLOWED). For the Object itself: contract.refuse("create", code), a second instance, and
---contract.refuse("delete", code). With a function at the end only in the state that it brings about, and taken else:
---contract.refuse("delete", code, function(path) device.host:execute(path .. "/2") end); each is a test of its own.
---@param resource integer|"create"|"delete"|string
---@param operation "read"|"write"|"execute"|integer
---@param code? integer|fun(path: string)
---@param state? fun(path: string) its path is that of the resource, of the instance to delete, or of the Object for "create"
function contract.refuse(resource, operation, code, state) end

---Runs before each test of a resource, when the instance is there: what brings the Object where it takes requests. It is
---told the operation, nil where a test has none, and the path: contract.before(function(operation, path) ... end). For
---one resource: contract.before(0, body); for one operation: contract.before(0, "execute", body); before an instance is
---made or deleted: contract.before("create", body), contract.before("delete", body). All that fit run, in their order.
---@param resource integer|"create"|"delete"|string|fun(operation?: string, path: string)
---@param operation? "read"|"write"|"execute"|fun(operation?: string, path: string)
---@param body? fun(operation?: string, path: string)
function contract.before(resource, operation, body) end

---The tests of a definition, as the generator writes them into a file.
---@param definition table
function contract.test(definition) end
