-- pack, packsize and unpack with formats of random options, right and wrong.
local opts = {"b","B","h","H","i","I","l","L","j","J","T","f","d","n","s","z","x","X"," ","<",">","=","!","i1","i3","I2","i7","i8","i9","I16","i16","i17","i0","s1","s2","c","c0","c3","c10","!2","!4","!8","!3","!16","Xi4","Xb","Xc1","Xd","y","3"}
local vals = {0,1,-1,127,128,-128,-129,255,256,65535,1<<40,math.mininteger,math.maxinteger,1.5,3.0,"","abc","a\0b","10",("x"):rep(300),true}
local out = {}
for _ = 1, 8 do
  local f = {} for i = 1, rnd(6) - 1 do f[i] = pick(opts) end
  f = table.concat(f)
  local a = {} for i = 1, rnd(7) - 1 do a[i] = pick(vals) end
  out[#out+1] = show(f) .. show(a)
  out[#out+1] = call(string.pack, f, table.unpack(a)):gsub("got userdata", "got X"):gsub("got no value", "got X"):gsub("got nil", "got X")
  out[#out+1] = call(string.packsize, f)
  local ok, p = pcall(string.pack, f, table.unpack(a))
  if not ok then p = {} for i = 1, rnd(30) do p[i] = string.char(pick{0,1,2,255,65,127,128}) end p = table.concat(p) end
  out[#out+1] = call(string.unpack, f, p, pick{1,1,1,2,0,-1,-5,99,nil})
end
return table.concat(out, "\n")
