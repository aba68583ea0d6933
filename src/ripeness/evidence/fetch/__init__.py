"""The one door to the network: public files of a source, downloaded onto a shelf by digest."""
