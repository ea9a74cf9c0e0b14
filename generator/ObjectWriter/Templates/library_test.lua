---@meta
-- What a test finds under xlwm2m test, for the Lua language server. Not loaded by anything.

---A value of a resource, or a table of values by resource instance, or of contents by resource.
---@alias xlwm2m.value nil|boolean|integer|number|string|table

---Who makes requests: a server, the host of the module, the bootstrap server.
---@class xlwm2m.requester
local requester = {}

---@param path string
---@return xlwm2m.value value nil for a refusal
---@return integer code one of `coap`
---@return string? reason
function requester:read(path) end

---Several resources at once: path of an instance, values by resource. `{ replace = true }` takes the place of all.
---@param path string
---@param value xlwm2m.value
---@param options? { replace?: boolean }
---@return integer code one of `coap`
---@return string? reason
function requester:write(path, value, options) end

---@param path string
---@param arguments? string
---@return integer code one of `coap`
---@return string? reason
function requester:execute(path, arguments) end

---@param path string an Object, or the instance to make
---@param values? table<integer, xlwm2m.value> by resource
---@return integer code one of `coap`
---@return string path_or_reason
function requester:create(path, values) end

---@param path string
---@return integer code one of `coap`
---@return string? reason
function requester:delete(path) end

---@param path string
---@return string[]? paths
---@return integer code one of `coap`
---@return string? reason
function requester:discover(path) end

---@param path string
---@return xlwm2m.value value
---@return integer code one of `coap`
---@return string? reason
function requester:observe(path) end

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
---@return { path: string, value: xlwm2m.value, code: integer }[]
function requester:notifications() end

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

---@return string[] texts of lua_send_urc since the start of the test
function device.urcs() end

---@return integer[] pins of lua_send_pulse
function device.pulses() end

---@return table reboots
function device.reboots() end

---@return table factory_resets
function device.factory_resets() end

---@return table prints
function device.prints() end

---@return table lines
function device.log() end

---Forgets all events and notifications so far.
function device.clear() end

---@param name string
---@param body fun()
function describe(name, body) end

---@param name string
---@param body fun()
function context(name, body) end

---@param name string
---@param body fun()
function insulate(name, body) end

---@param name string
---@param body fun()
function expose(name, body) end

---@param name string
---@param body? fun()
function it(name, body) end

---@param name string
---@param body? fun()
function spec(name, body) end

---@param name string
---@param body? fun()
function test(name, body) end

---In a block: a test that is not ready. In a test: ends it as not ready, with a reason.
---@param name_or_reason? string
---@param body? fun()|string
function pending(name_or_reason, body) end

---@param body fun()
function setup(body) end

---@param body fun()
function teardown(body) end

---@param body fun()
function before_all(body) end

---@param body fun()
function after_all(body) end

---@param body fun()
function lazy_setup(body) end

---@param body fun()
function lazy_teardown(body) end

---@param body fun()
function strict_setup(body) end

---@param body fun()
function strict_teardown(body) end

---@param body fun()
function before_each(body) end

---@param body fun()
function after_each(body) end

---Runs a function at the end of the test that calls this.
---@param body fun()
function finally(body) end

---The assertions of a test; words may be chained or joined: assert.is_not_nil(x), assert.are.same(t, u).
---@class xlwm2m.assert
---@field equal fun(expected: any, actual: any, message?: string)
---@field not_equal fun(expected: any, actual: any, message?: string)
---@field same fun(expected: any, actual: any, message?: string)
---@field not_same fun(expected: any, actual: any, message?: string)
---@field near fun(expected: number, actual: number, tolerance: number, message?: string)
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
