-- os.date and os.time.
local out = {}
local letters = {"a","A","b","B","c","C","d","D","e","F","g","G","h","H","I","j","m","M","n","p","r","R","S","t","T","u","U","V","w","W","x","X","y","Y","z","Z","%","s","Ec","EC","Ex","EX","Ey","EY","Od","Oe","OH","OI","Om","OM","OS","Ou","OU","OV","Ow","OW","Oy","E","O","Oa","EE","k","P","f","1","-d","\0"}
for _ = 1, 10 do
  local t = pick{0, 1, -1, 86399, 1700000000, rnd(1<<22) * 900, -rnd(1<<22) * 9000, rnd(1<<22) * 80000, 951782400, 1<<31, -(1<<31), 67768036191676800, -67768040609740800, -67768040609740801, 1<<62, math.mininteger, math.maxinteger, rnd(366)*86400 + rnd(60)*31556952, 253402300799, 253402300800, -62135596801, -62167219201}
  local f = {} for i = 1, rnd(4) do f[i] = pick{"%","%","%","x","%%"} .. pick(letters) end
  f = table.concat(f)
  out[#out+1] = tostring(t) .. show(f) .. call(os.date, "!" .. f, t)
  local ok, d = pcall(os.date, "!*t", t)
  if ok then for _, k in ipairs{"year","month","day","hour","min","sec","wday","yday","isdst"} do out[#out+1] = tostring(d[k]) end else out[#out+1] = show(d) end
  local w = {year = pick{1970, 2000, 1900, 2024, -5, 1, 1<<30, (1<<30)-1, -(1<<30), 2038, nil, "2001", "x", 1.5, 3.0}, month = pick{1, 2, 12, 13, 0, -5, 100, nil, 25}, day = pick{1, 29, 31, 0, -1, 400, nil, 1000000}, hour = pick{nil, 0, 12, 25, -3, 1<<30}, min = pick{nil, 0, 61, -1, 1<<29}, sec = pick{nil, 0, 100, -100, 1073741823}}
  -- The library's own takes the zone of the machine.
  out[#out+1] = call(os.time, w):gsub("^true .*", "true")
  for _, k in ipairs{"year","month","day","hour","min","sec","wday","yday"} do out[#out+1] = tostring(w[k]) end
end
out[#out+1] = call(os.difftime, 5, 3) .. call(os.difftime, 5) .. call(os.time, {}) .. call(os.time, 5)
return table.concat(out, "\n")
