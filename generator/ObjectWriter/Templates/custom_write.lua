  if res == RES_O_APPLICATION_TYPE then
    notify(string.format("Application type changed in instance %d", inst))
  end
