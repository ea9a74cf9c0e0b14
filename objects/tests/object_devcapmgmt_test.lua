-- object_devcapmgmt_test.lua: tests of object_devcapmgmt.lua, LwM2M Object 15
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 9a9cf22f283c2f19

local SHORT_SERVER_ID = 123
local INSTANCE = "/15/0"
local UNKNOWN_INSTANCE = "/15/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_PROPERTY = 0
local RES_M_GROUP = 1
local RES_O_DESCRIPTION = 2
local RES_O_ATTACHED = 3
local RES_M_ENABLED = 4
local RES_M_OPENABLE = 5
local RES_M_OPDISABLE = 6
local RES_O_NOTIFYEN = 7

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_PROPERTY, name = "Property", operations = "R", value = "text" },
  { id = RES_M_GROUP, name = "Group", operations = "R", value = 42 },
  { id = RES_O_DESCRIPTION, name = "Description", operations = "R", value = "text" },
  { id = RES_O_ATTACHED, name = "Attached", operations = "R", value = true },
  { id = RES_M_ENABLED, name = "Enabled", operations = "R", value = true },
  { id = RES_M_OPENABLE, name = "opEnable", operations = "E" },
  { id = RES_M_OPDISABLE, name = "opDisable", operations = "E" },
  { id = RES_O_NOTIFYEN, name = "NotifyEn", operations = "RW", value = true },
}

describe("object_devcapmgmt", function()
  local client

  before_each(function()
    device.load "object_devcapmgmt.lua"
    client = device.server(SHORT_SERVER_ID)
    assert.equal(coap.COAP_201_CREATED, (device.host:create(INSTANCE)))
  end)

  it("makes an instance only once", function()
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:create(INSTANCE)))
  end)

  it("deletes an instance", function()
    assert.equal(coap.COAP_202_DELETED, (client:delete(INSTANCE)))
    assert.equal(coap.COAP_404_NOT_FOUND, (client:delete(INSTANCE)))
  end)

  for _, resource in ipairs(device.offered("object_devcapmgmt.lua", resources)) do
    local path = INSTANCE .. "/" .. resource.id
    local can = function(operation) return resource.operations:find(operation) ~= nil end

    it((can "R" and "reads " or "refuses to read ") .. resource.name, function()
      local _, code = client:read(path)
      assert.equal(can "R" and coap.COAP_205_CONTENT or coap.COAP_405_METHOD_NOT_ALLOWED, code)
    end)

    if can "W" then
      it("writes " .. resource.name, function()
        assert.equal(coap.COAP_204_CHANGED, (client:write(path, resource.value)))
        assert.same(resource.value, (device.host:read(path)))
      end)
    elseif can "R" then
      it("refuses to write " .. resource.name, function()
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:write(path, resource.value)))
      end)
    end

    if can "E" then
      it("executes " .. resource.name, function()
        assert.equal(coap.COAP_204_CHANGED, (client:execute(path)))
      end)
    else
      it("refuses to execute " .. resource.name, function()
        assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (client:execute(path)))
      end)
    end
  end

  it("has nothing where the definition has nothing", function()
    for _, path in ipairs({ UNKNOWN_INSTANCE, UNKNOWN_RESOURCE }) do
      local value, code = client:read(path)
      assert.is_nil(value)
      assert.equal(coap.COAP_404_NOT_FOUND, code)
    end
  end)

  -- custom tests: your code between these two lines is kept
  it("lets a capability be used and forbids it", function()
    local enabled = INSTANCE .. "/" .. RES_M_ENABLED
    client:execute(INSTANCE .. "/" .. RES_M_OPENABLE)
    assert.is_true((client:read(enabled)))
    client:execute(INSTANCE .. "/" .. RES_M_OPDISABLE)
    assert.is_false((client:read(enabled)))
  end)
  -- custom tests: end
end)
