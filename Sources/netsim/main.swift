print("netsim")
