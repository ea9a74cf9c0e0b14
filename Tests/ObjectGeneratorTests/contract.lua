-- Runs scripts of Objects as a bare module would: nothing but the three modules, a few library names, and each other.
-- usage: lua contract.lua FILE...
-- Every answer is the one that a device gives; the first word of each line of output is the file that gave another.

local ipairs, pairs, type, loadfile, pcall, tostring = ipairs, pairs, type, loadfile, pcall, tostring
local arg, write, exit, format = arg, io.write, os.exit, string.format
local find = string.find

for name in pairs(_G) do
  if name ~= "_G" then _G[name] = nil end
end
_G.type, _G.pairs, _G.string = type, pairs, { find = find }
_G.print = function() end

local loaded = {}
_G.require = function(name)
  loaded[name] = true
  if name == "lwm2m_defs" then
    coap = {
      COAP_201_CREATED = 65, COAP_202_DELETED = 66, COAP_204_CHANGED = 68, COAP_205_CONTENT = 69,
      COAP_400_BAD_REQUEST = 128, COAP_404_NOT_FOUND = 132, COAP_405_METHOD_NOT_ALLOWED = 133,
    }
    lwm2m_interface_type = { LWM2M_DM_INTERFACE = 7 }
  elseif name == "utils" then
    utils_copy_table = function(t)
      local copy = {}
      for k, v in pairs(t) do copy[k] = type(v) == "table" and utils_copy_table(v) or v end
      return copy
    end
  end
end

local registered
_G.lwm2m_object_tbl_add = function(id, name) registered[#registered + 1] = { id, name } end

local SERVER, LOCAL = 7, 1
local numeric = { Integer = 0, ["Unsigned Integer"] = 0, Float = 0, Time = 0, Objlnk = 0, Boolean = 0 }

local failures = 0
local function check(file, what, expected, actual)
  if expected ~= actual then
    failures = failures + 1
    write(format("%s: %s is %s, not %s\n", file, what, tostring(actual), tostring(expected)))
  end
end

local function firstValue(file, id, resource)
  local what = "first value of " .. id
  if resource.Operations == "E" then
    check(file, what, nil, resource.Value)
  elseif resource.MultipleInstances == "Multiple" then
    check(file, what, "table", type(resource.Value))
  else
    check(file, what, numeric[resource.Type] or "", resource.Value)
  end
end

local function resourceAnswers(file, o, id, resource)
  local can = function(operation) return resource.Operations:find(operation) ~= nil end
  firstValue(file, id, resource)
  check(file, "type of " .. id, resource.Type, o.get_resource_type(id))
  local code, kind, value = o.read(0, id, true)
  check(file, "server reads " .. id, can "R" and 69 or 133, code)
  check(file, "type read of " .. id, can "R" and resource.Type or nil, kind)
  code, kind, value = o.read(0, id, false)
  check(file, "host reads " .. id, 69, code)
  check(file, "type for the host of " .. id, resource.Type, kind)
  if resource.MultipleInstances == "Multiple" and resource.Operations ~= "E" then
    check(file, "server writes " .. id, can "W" and 68 or 133, o.write(0, id, SERVER, false, { [0] = 1, [721] = 2 }))
    check(file, "host writes " .. id, 68, (o.write(0, id, LOCAL, true, { [5] = "five" })))
    check(file, "host adds to " .. id, 68, (o.write(0, id, LOCAL, false, { [9] = "nine" })))
    code, kind, value = o.read(0, id)
    check(file, "value of " .. id, "fivenine", tostring(value[5]) .. tostring(value[9]))
    check(file, "replaced value of " .. id, nil, value[0])
  elseif resource.Operations ~= "E" then
    check(file, "server writes " .. id, can "W" and 68 or 133, (o.write(0, id, SERVER, true, 1)))
    check(file, "host writes " .. id, 68, (o.write(0, id, LOCAL, true, "new")))
    code, kind, value = o.read(0, id)
    check(file, "value of " .. id, "new", value)
    check(file, "host writes nil to " .. id, 68, (o.write(0, id, LOCAL, true, nil)))
    code, kind, value = o.read(0, id)
    check(file, "no value of " .. id, nil, value)
  end
  if o.execute then
    check(file, "executes " .. id, resource.Operations == "E" and 68 or 132, o.execute(0, id, "0='x'", 5, nil))
  else
    check(file, "operations of " .. id, false, resource.Operations == "E")
  end
  check(file, "discovers " .. id, 69, o.discover(0, id))
end

local function unknown(file, o)
  for _, place in ipairs({ { 3, 0 }, { 0, 65535 } }) do
    check(file, "reads what is not there", 132, (o.read(place[1], place[2], true)))
    check(file, "writes what is not there", 132, (o.write(place[1], place[2], LOCAL, true, 1)))
    check(file, "discovers what is not there", 132, o.discover(place[1], place[2]))
    if o.execute then check(file, "executes what is not there", 132, o.execute(place[1], place[2], "", 0)) end
  end
  check(file, "raises for an unknown type", false, (pcall(o.get_resource_type, 65535)))
  check(file, "deletes what is not there", 132, o.delete(3))
end

local function instances(file, o, isMultiple)
  check(file, "creates", 65, o.create(0))
  check(file, "creates again", 128, o.create(0))
  check(file, "creates another", isMultiple and 65 or 128, o.create(1))
  local copy = o.get_object_table().instance[0].resource
  for id, resource in pairs(o.get_resource_table()) do
    check(file, "copies " .. id, false, copy[id] == resource or (type(copy[id].Value) == "table" and
      copy[id].Value == resource.Value))
  end
end

for _, file in ipairs(arg) do
  registered = {}
  local o = loadfile(file)()
  local name = file:match("([^/]*)%.lua$")
  local object = o.get_object_table()
  check(file, "registrations", 1, #registered)
  check(file, "registered id", o.objectId, registered[1][1])
  check(file, "registered name", name, registered[1][2])
  check(file, "global table", o, _G[name])
  check(file, "ObjectId", tostring(o.objectId), object.ObjectId)
  instances(file, o, object.MultipleInstances == "Multiple")
  for id, resource in pairs(o.get_resource_table()) do resourceAnswers(file, o, id, resource) end
  unknown(file, o)
  check(file, "deletes", 66, o.delete(0))
  check(file, "deletes again", 132, o.delete(0))
  local other = { instance = {}, MultipleInstances = object.MultipleInstances }
  check(file, "load", nil, o.load(other))
  check(file, "loaded table", other, o.get_object_table())
end
for _, name in ipairs({ "lwm2m_object_table", "lwm2m_defs", "utils" }) do check("all", name, true, loaded[name]) end
exit(failures == 0 and 0 or 1)
