"""One page for each place of the navigation, and the tabs of cards and cases."""
