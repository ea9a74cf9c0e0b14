-- What stands in the places of object_probe.lua, asked by everyone who can ask.

local PATH = "/26241/0"
local LEVEL, LIST = PATH .. "/0", PATH .. "/1"

describe("a refusal before the effect", function()
  local askers

  before_each(function()
    device.product = "SARA-R422S-01B"
    device.load "object_probe.lua"
    askers = { host = device.host, server = device.server(123), bootstrap = device.bootstrap }
    assert.equal(coap.COAP_201_CREATED, (device.host:create(PATH, { [0] = 5, [1] = { [1] = 1, [2] = 2 }, [2] = "w" })))
    device.clear()
  end)

  for _, name in ipairs { "host", "server", "bootstrap" } do
    it("leaves one value, by the " .. name, function()
      assert.equal(coap.COAP_400_BAD_REQUEST, (askers[name]:write(LEVEL, 13)))
      assert.equal(5, (device.host:read(LEVEL)))
      assert.same({}, device.urcs())
    end)

    it("leaves several values, by the " .. name, function()
      local code = askers[name]:write(PATH, { [2] = "new", [0] = 13, [3] = true })
      assert.equal(coap.COAP_400_BAD_REQUEST, code)
      assert.same({ [0] = 5, [1] = { [1] = 1, [2] = 2 }, [2] = "w", [3] = false }, (device.host:read(PATH)))
      assert.same({}, device.urcs())
    end)

    it("leaves a Resource with several values, by the " .. name, function()
      assert.equal(coap.COAP_400_BAD_REQUEST, (askers[name]:write(LIST, { [1] = 13, [3] = 3 })))
      assert.same({ [1] = 1, [2] = 2 }, (device.host:read(LIST)))
    end)

    it("stores what is not refused, by the " .. name, function()
      assert.equal(coap.COAP_204_CHANGED, (askers[name]:write(LEVEL, 6)))
      assert.equal(6, (device.host:read(LEVEL)))
      assert.same({ "5 to 6" }, device.urcs())
    end)
  end

  for _, name in ipairs { "host", "server" } do
    it("makes no instance, for the " .. name, function()
      assert.equal(coap.COAP_401_UNAUTHORIZED, (askers[name]:create("/26241/7")))
      assert.equal(coap.COAP_400_BAD_REQUEST, (askers[name]:create("/26241/8", { [0] = 13 })))
      assert.is_nil((device.host:read "/26241/7"))
      assert.is_nil((device.host:read "/26241/8"))
      assert.equal(coap.COAP_201_CREATED, (askers[name]:create("/26241/8", { [0] = 1 })))
    end)

    it("keeps an instance, from the " .. name, function()
      assert.equal(coap.COAP_204_CHANGED, (device.host:execute(PATH .. "/10")))
      assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (askers[name]:delete(PATH)))
      assert.equal(5, (device.host:read(LEVEL)))
      assert.equal(coap.COAP_204_CHANGED, (device.host:execute(PATH .. "/11")))
      assert.equal(coap.COAP_202_DELETED, (askers[name]:delete(PATH)))
    end)
  end

  it("executes nothing", function()
    assert.equal(coap.COAP_405_METHOD_NOT_ALLOWED, (device.host:execute(PATH .. "/10", "no")))
    assert.same({}, device.prints())
    assert.equal(coap.COAP_202_DELETED, (device.host:delete(PATH)))
  end)

  it("is an error at the AT line, and leaves the value", function()
    local answer = device.at [[AT+ULWM2MWRITE="{\"bn\":\"/26241/0\",\"e\":[{\"n\":\"0\",\"v\":13}]}"]]
    assert.not_equal("OK", answer[#answer])
    answer = device.at [[AT+ULWM2MREAD="/26241/0/0"]]
    assert.matches('"v": ?5', answer[1])
    answer = device.at [[AT+ULWM2MCREATE="{\"bn\":\"/26241/9\",\"e\":[{\"n\":\"0\",\"v\":13}]}",123]]
    assert.not_equal("OK", answer[#answer])
    assert.is_nil((device.host:read "/26241/9"))
    answer = device.at [[AT+ULWM2MWRITE="{\"bn\":\"/26241/0\",\"e\":[{\"n\":\"0\",\"v\":14}]}"]]
    assert.equal("OK", answer[#answer])
    assert.equal(14, (device.host:read(LEVEL)))
  end)

  it("undoes what the places before it did to the instance", function()
    -- 2 is stored and counted before 0 is refused; then three values are counted once each.
    device.host:write(PATH, { [2] = "new", [0] = 13 })
    local instance = object_probe.get_object_table().instance[0]
    local count = instance.count
    assert.equal(3, count)
    assert.equal(coap.COAP_204_CHANGED, (device.host:write(PATH, { [2] = "new", [0] = 14, [3] = true })))
    assert.equal(6, instance.count)
  end)
end)

describe("values that are false, 0 or an empty text", function()
  for _, case in ipairs {
    { "0", 0, 0 }, { "2", "", "" }, { "3", false, false },
  } do
    it("are stored in /26241/0/" .. case[1], function()
      device.product = "SARA-R422S-01B"
      device.load "object_probe.lua"
      local server = device.server(123)
      server:create(PATH, { [0] = 5, [2] = "word", [3] = true })
      assert.equal(coap.COAP_204_CHANGED, (server:write(PATH .. "/" .. case[1], case[2])))
      assert.same(case[3], (server:read(PATH .. "/" .. case[1])))
      assert.same(case[3], object_probe.get_object_table().instance[0].resource[tonumber(case[1])].Value)
    end)
  end

  it("are what the definition begins with, for the host; a server that leaves one out has none of it", function()
    device.product = "SARA-R422S-01B"
    device.load "object_probe.lua"
    device.host:create "/26241/0"
    assert.same({ [0] = 0, [1] = {}, [2] = "", [3] = false }, (device.host:read "/26241/0"))
    device.server(123):create("/26241/1", { [0] = 0 })
    assert.same({ [0] = 0 }, (device.host:read "/26241/1"))
    assert.is_nil(object_probe.get_object_table().instance[1].resource[2].Value)
  end)
end)
