  it("tells the host when the application type changes", function()
    client:write(INSTANCE .. "/" .. RES_O_APPLICATION_TYPE, "Temperature")
    assert.same({ "Application type changed in instance 0" }, device.urcs())
  end)

  it("shows what the device measures, which no server may write", function()
    device.host:write(INSTANCE .. "/" .. RES_M_SENSOR_VALUE, 21.5)
    assert.equal(21.5, (client:read(INSTANCE .. "/" .. RES_M_SENSOR_VALUE)))
  end)
