-- object_interval_data_delivery_test.lua: tests of object_interval_data_delivery.lua, LwM2M Object 10262
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 97c04923f5d32e4b

local SHORT_SERVER_ID = 123
local INSTANCE = "/10262/0"
local UNKNOWN_INSTANCE = "/10262/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_NAME = 0
local RES_M_INTERVAL_DATA_LINKS = 1
local RES_M_LATEST_PAYLOAD = 2
local RES_O_SCHEDULE = 3

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_NAME, name = "Name", operations = "RW", value = "text" },
  { id = RES_M_INTERVAL_DATA_LINKS, name = "Interval Data Links", operations = "RW", value = { [0] = "3:0" } },
  { id = RES_M_LATEST_PAYLOAD, name = "Latest Payload", operations = "R", value = { [0] = "\001\002\003" } },
  { id = RES_O_SCHEDULE, name = "Schedule", operations = "RW", value = "3:0" },
}

describe("object_interval_data_delivery", function()
  local client

  before_each(function()
    device.load "object_interval_data_delivery.lua"
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

  for _, resource in ipairs(device.offered("object_interval_data_delivery.lua", resources)) do
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
  it("hands over readings of any bytes", function()
    local readings = { [0] = "\0\1\2", [1] = "\xFF" }
    device.host:write(INSTANCE .. "/" .. RES_M_LATEST_PAYLOAD, readings)
    assert.same(readings, (client:read(INSTANCE .. "/" .. RES_M_LATEST_PAYLOAD)))
  end)

  it("takes from a server whose readings they are", function()
    local links = { [0] = "3300:0", [1] = "3300:1" }
    client:write(INSTANCE .. "/" .. RES_M_INTERVAL_DATA_LINKS, links)
    assert.same(links, (device.host:read(INSTANCE .. "/" .. RES_M_INTERVAL_DATA_LINKS)))
  end)
  -- custom tests: end
end)
