-- The tests of one Resource that are made from its definition: what each server and the local side may do with it, and
-- that values of its type and range come back as they were written.

local declared = require "xlwm2m.declared"

local SERVER = 123 -- a Short Server ID
local FIRST = 0 -- an Object Instance
local UNKNOWN = 65534 -- an id that nobody uses
local SECURITY = 0 -- no server reaches it (LwM2M 1.0.1 appendix E.1)

local contract_resource = {}

-- A value of the Resource that is not what it starts with; nil where no value can be written.
function contract_resource.sample(resource)
  local first = resource.values[1]
  return (first == 0 or first == "") and resource.values[#resource.values] or first
end

-- The same as it is written: a multiple Resource takes a table.
local function written_sample(resource)
  local sample = contract_resource.sample(resource)
  if resource.multiple and sample ~= nil then
    return { [0] = sample }
  end
  return sample
end

-- Whoever makes a server's requests in the tests of a definition.
function contract_resource.server(definition)
  return definition.id == SECURITY and device.bootstrap or device.server(SERVER)
end

local server_of = contract_resource.server

-- A white space at an end is no part of a name.
function contract_resource.trimmed(text)
  return (tostring(text):gsub("^%s+", ""):gsub("%s+$", ""))
end

local trimmed = contract_resource.trimmed

function contract_resource.word(flag, yes, no)
  return flag and yes or no
end

local word = contract_resource.word

-- The values that a Resource starts with, by its type (object files of the vendor's generator).
local function first_value(resource)
  if resource.multiple then
    return {}
  end
  local type = resource.type
  return (type == "String" or type == "Opaque" or type == "Corelnk" or type == "") and "" or 0
end

local function can_of(resource)
  return function(operation)
    return resource.operations:find(operation, 1, true) ~= nil
  end
end

local function add_definition_test(definition, resource, add)
  add("is defined so", nil, function(object)
    local stated = object.get_resource_table()[resource.id]
    assert.is_table(stated)
    assert.equal(resource.operations, stated.Operations, "Operations")
    assert.equal(resource.type, stated.Type, "Type")
    assert.equal(word(resource.multiple, "Multiple", "Single"), stated.MultipleInstances, "MultipleInstances")
    assert.equal(word(resource.mandatory, "Mandatory", "Optional"), stated.Mandatory, "Mandatory")
    assert.equal(resource.type, object.get_resource_type(resource.id), "get_resource_type")
    if definition.is_generated then
      assert.equal(trimmed(resource.name), trimmed(stated.Name), "Name")
      if resource.operations ~= "E" then
        local start = declared.of(resource.id).start
        assert.same(start and start[1] or not start and first_value(resource) or nil, stated.Value, "first value")
      end
    end
  end)
end

local function add_read_tests(definition, resource, path, add)
  local can, known, sample = can_of(resource), declared.of(resource.id), written_sample(resource)
  local expected = can "R" and (known.refuses.read or coap.COAP_205_CONTENT) or coap.COAP_405_METHOD_NOT_ALLOWED
  local is_read = expected == coap.COAP_205_CONTENT
  local request = "read " .. path .. " by a server"
  add(word(is_read, "is read by a server", "is not read by a server"), "read", function()
    local is_written = sample ~= nil and (device.host:write(path, sample, { replace = true })) == coap.COAP_204_CHANGED
    local value, code = server_of(definition):read(path)
    assert.equal(expected, code, request)
    if is_read and is_written and not known.computed and not known.refuses.write then
      assert.same(sample, value, request)
    end
  end)
  for index, state in ipairs(known.states.read or {}) do
    add("refuses to be read in state " .. index, "read", function()
      state.bring(path)
      local _, code = server_of(definition):read(path)
      assert.equal(state.code, code, request)
    end, state)
  end
end

local function add_write_tests(definition, resource, path, add)
  local can, known, sample = can_of(resource), declared.of(resource.id), written_sample(resource)
  if can "E" or sample == nil then
    return
  end
  local expected = can "W" and (known.refuses.write or coap.COAP_204_CHANGED) or coap.COAP_405_METHOD_NOT_ALLOWED
  local is_written = expected == coap.COAP_204_CHANGED
  local request = "write " .. path .. " by a server"
  add(word(is_written, "is written by a server", "is not written by a server"), "write", function()
    local before = device.host:read(path)
    assert.equal(expected, (server_of(definition):write(path, sample)), request)
    if known.computed then
      return
    elseif is_written then
      assert.same(sample, (device.host:read(path)), "read " .. path .. " after the write")
    elseif not known.refuses.write then
      assert.same(before, (device.host:read(path)), "a refused write changed the value")
    end
  end)
  for index, state in ipairs(known.states.write or {}) do
    add("refuses to be written in state " .. index, "write", function()
      state.bring(path)
      local before = device.host:read(path)
      assert.equal(state.code, (server_of(definition):write(path, sample)), request)
      if not known.computed then
        assert.same(before, (device.host:read(path)), "a refused write changed the value")
      end
    end, state)
  end
end

local function add_execute_tests(definition, resource, path, add)
  local known = declared.of(resource.id)
  if not can_of(resource) "E" then
    add("is not executed", "execute", function(object)
      local refusals = { coap.COAP_404_NOT_FOUND, coap.COAP_405_METHOD_NOT_ALLOWED }
      assert.contains(refusals, (server_of(definition):execute(path)), "execute " .. path)
      if object.execute then
        assert.contains(refusals, (object.execute(FIRST, resource.id, "", 0)), "execute(0, " .. resource.id .. ")")
      end
    end)
    return
  end
  -- Executes with an argument list, "" for none; `shown` is how the name of the test says it.
  local function add_one(expected, argument, shown)
    local is_executed = expected == coap.COAP_204_CHANGED
    add(word(is_executed, "is executed", "refuses to be executed") .. shown, "execute", function()
      assert.equal(expected, (server_of(definition):execute(path, argument)), "execute " .. path .. shown)
    end)
  end
  -- What is declared with arguments is refused without them.
  if not known.arguments or known.refuses.execute then
    add_one(known.refuses.execute or coap.COAP_204_CHANGED, "", "")
    add_one(known.refuses.execute or coap.COAP_204_CHANGED, "0='on'", " with an argument")
  end
  for _, argument in ipairs(known.arguments or {}) do
    add_one(coap.COAP_204_CHANGED, argument, argument == "" and " without an argument" or " with " .. argument)
  end
  for index, state in ipairs(known.states.execute or {}) do
    add("refuses to be executed in state " .. index, "execute", function()
      state.bring(path)
      local argument = known.arguments and known.arguments[1] or ""
      assert.equal(state.code, (server_of(definition):execute(path, argument)), "execute " .. path)
    end, state)
  end
end

-- The functions of the Object as the client calls them, without what the client itself decides before.
local function add_function_tests(resource, add)
  local can, known, sample = can_of(resource), declared.of(resource.id), written_sample(resource)
  local id = resource.id

  add("answers each requester of read", "read", function(object)
    local code, type = object.read(FIRST, id, true)
    local expected = can "R" and (known.refuses.read or coap.COAP_205_CONTENT) or coap.COAP_405_METHOD_NOT_ALLOWED
    assert.equal(expected, code, "read by a server")
    if not can "E" and not known.refuses.read then
      code, type = object.read(FIRST, id, false)
      assert.equal(coap.COAP_205_CONTENT, code, "read by the host")
      assert.equal(resource.type, type, "type")
    end
    assert.equal(coap.COAP_205_CONTENT, (object.discover(FIRST, id)), "discover")
  end)

  if sample == nil or can "E" then
    return
  end
  add("answers each requester of write", "write", function(object)
    local DM, AT = lwm2m_interface_type.LWM2M_DM_INTERFACE, lwm2m_interface_type.LWM2M_AT_INTERFACE
    local function value()
      return (select(3, object.read(FIRST, id, false)))
    end
    local before = value()
    local expected = can "W" and (known.refuses.write or coap.COAP_204_CHANGED) or coap.COAP_405_METHOD_NOT_ALLOWED
    assert.equal(expected, (object.write(FIRST, id, DM, true, sample)), "write by a server")
    if expected ~= coap.COAP_204_CHANGED and not known.computed and not known.refuses.write then
      assert.same(before, value(), "a refused write changed the value")
    end
    local code = object.write(FIRST, id, AT, true, sample)
    if known.refuses.write and code == known.refuses.write then
      return
    end
    assert.equal(coap.COAP_204_CHANGED, code, "write by the host")
    if not known.computed then
      assert.same(sample, value(), "what the host wrote")
    end
  end)
end

local function add_value_tests(resource, path, add)
  local known = declared.of(resource.id)
  if known.computed or known.refuses.write then
    return
  end
  local request = "write " .. path .. " by the host"
  for index, value in ipairs(resource.values) do
    local shown = type(value) == "string" and #value .. " bytes" or tostring(value)
    add("takes value " .. index .. " of its type and range, " .. shown, "write", function()
      local written = resource.multiple and { [0] = value } or value
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, written, { replace = true })), request)
      local read, code = device.host:read(path)
      assert.equal(coap.COAP_205_CONTENT, code, "read " .. path)
      assert.same(written, read, "read " .. path)
    end)
  end
  if resource.multiple and resource.values[1] ~= nil then
    local one = resource.values[1]
    local other = resource.values[2] == nil and one or resource.values[2]
    add("keeps its resource instances apart", "write", function()
      assert.equal(
        coap.COAP_204_CHANGED, (device.host:write(path, { [0] = one, [7] = other }, { replace = true })), request)
      assert.same({ [0] = one, [7] = other }, (device.host:read(path)))
      assert.same(other, (device.host:read(path .. "/7")))
      assert.equal(
        coap.COAP_404_NOT_FOUND, select(2, device.host:read(path .. "/" .. UNKNOWN)), "read " .. path .. "/" .. UNKNOWN)
    end)
    add("adds a resource instance without replace, and replaces with it", "write", function()
      device.host:write(path, { [0] = one }, { replace = true })
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, { [7] = other })), request)
      assert.same({ [0] = one, [7] = other }, (device.host:read(path)))
      assert.equal(coap.COAP_204_CHANGED, (device.host:write(path, { [9] = one }, { replace = true })), request)
      assert.same({ [9] = one }, (device.host:read(path)))
    end)
  end
end

-- Values beyond the range, which an Object that checks it refuses before anything is stored.
local function add_range_tests(definition, resource, path, add)
  local known = declared.of(resource.id)
  if known.refuses.write then
    return
  end
  for _, value in ipairs(resource.refused or {}) do
    add("refuses " .. tostring(value) .. ", which is not in its range", "write", function()
      local written = resource.multiple and { [0] = value } or value
      local before = device.host:read(path)
      assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:write(path, written)), "write " .. path .. " by the host")
      if can_of(resource) "W" and definition.id ~= SECURITY then
        assert.equal(
          coap.COAP_400_BAD_REQUEST, (server_of(definition):write(path, written)), "write " .. path .. " by a server")
      end
      if not known.computed then
        assert.same(before, (device.host:read(path)), "a refused write changed the value")
      end
    end)
  end
end

-- Adds the tests of a Resource at a path; `add` takes name, operation, body and the place of a declared state.
function contract_resource.add(definition, resource, path, add)
  add_definition_test(definition, resource, add)
  if definition.id ~= SECURITY then
    add("is found by Discover", "discover", function()
      assert.equal(coap.COAP_205_CONTENT, select(2, device.host:discover(path)), "discover " .. path)
    end)
    add_read_tests(definition, resource, path, add)
    add_write_tests(definition, resource, path, add)
    add_execute_tests(definition, resource, path, add)
  end
  add_function_tests(resource, add)
  add_value_tests(resource, path, add)
  add_range_tests(definition, resource, path, add)
end

return contract_resource
