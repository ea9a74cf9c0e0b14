-- What the host of a relay sees: all of it can be asked over AT, but for the last test.

describe("a relay at its host", function()
  before_each(function()
    device.load "object_relay.lua"
    assert.equal(coap.COAP_201_CREATED, (device.host:create("/26241/0")))
  end)

  it("turns over and says so", function()
    assert.equal(coap.COAP_204_CHANGED, (device.host:write("/26241/0/0", true)))
    assert.is_true((device.host:read("/26241/0/0")))
    assert.same({ "relay on" }, device.urcs())
  end)

  it("counts its operations", function()
    device.host:write("/26241/0/0", true)
    device.host:write("/26241/0/0", false)
    assert.equal(2, (device.host:read("/26241/0/3")))
  end)

  it("takes no limit out of range", function()
    assert.equal(coap.COAP_400_BAD_REQUEST, (device.host:write("/26241/0/4", 2000000)))
    assert.equal(0, (device.host:read("/26241/0/4")))
  end)

  it("notes the time of the change", function()
    device.clock.advance(60)
    device.host:write("/26241/0/0", true)
    assert.equal(device.clock.now(), (device.host:read("/26241/0/5")))
  end)
end)
