-- object_location_test.lua: tests of object_location.lua, LwM2M Object 6
-- Made from the definition of the Object. Put your tests between the lines marked "custom": they stay when the
-- file is made again. A change anywhere else does not.
-- checksum: 321a5fa2c81a5352

local SHORT_SERVER_ID = 123
local INSTANCE = "/6/0"
local UNKNOWN_INSTANCE = "/6/65534"
local UNKNOWN_RESOURCE = INSTANCE .. "/65534"

local RES_M_LATITUDE = 0
local RES_M_LONGITUDE = 1
local RES_O_ALTITUDE = 2
local RES_O_RADIUS = 3
local RES_O_VELOCITY = 4
local RES_M_TIMESTAMP = 5
local RES_O_SPEED = 6

-- What a server may do with each resource, and a value of its type.
local resources = {
  { id = RES_M_LATITUDE, name = "Latitude", operations = "R", value = 21.5 },
  { id = RES_M_LONGITUDE, name = "Longitude", operations = "R", value = 21.5 },
  { id = RES_O_ALTITUDE, name = "Altitude", operations = "R", value = 21.5 },
  { id = RES_O_RADIUS, name = "Radius", operations = "R", value = 21.5 },
  { id = RES_O_VELOCITY, name = "Velocity", operations = "R", value = "\001\002\003" },
  { id = RES_M_TIMESTAMP, name = "Timestamp", operations = "R", value = 1500000000 },
  { id = RES_O_SPEED, name = "Speed", operations = "R", value = 21.5 },
}

describe("object_location", function()
  local client

  before_each(function()
    device.load "object_location.lua"
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

  for _, resource in ipairs(device.offered("object_location.lua", resources)) do
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
  it("shows a server where the end device says it is", function()
    local position = {
      [RES_M_LATITUDE] = 47.285, [RES_M_LONGITUDE] = 8.565, [RES_O_ALTITUDE] = -0.5, [RES_O_RADIUS] = 12,
      [RES_O_VELOCITY] = "\0\1\2\3", [RES_M_TIMESTAMP] = 1500000000,
    }
    for res, value in pairs(position) do
      device.host:write(INSTANCE .. "/" .. res, value)
      assert.same(value, (client:read(INSTANCE .. "/" .. res)))
    end
  end)

  it("is told to an observer as one", function()
    client:observe(INSTANCE)
    device.host:write(INSTANCE, { [RES_M_LATITUDE] = 47.285, [RES_M_LONGITUDE] = 8.565 })
    local notifications = client:notifications()
    assert.equal(1, #notifications)
    assert.equal(8.565, notifications[1].value[RES_M_LONGITUDE])
  end)
  -- custom tests: end
end)
