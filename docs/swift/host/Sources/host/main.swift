import XLwM2M

let device = try Device(objects: CommandLine.arguments.dropFirst().first ?? "objects")
device.onEvent = { event in print("!", event) }
let sensor = try device.create("/3300", [5750: "Oven"])
try device.write(sensor + "/5700", 21.5)
print(try device.read(sensor + "/5700"))
